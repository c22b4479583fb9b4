import type { ReactNode } from 'react'

/** The one box in the middle of a page for people who are not signed in. */
export function Card({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <>
      <p className="text-center text-lg font-semibold tracking-tight">Parley</p>
      <section aria-labelledby="title" className="rounded-xl border border-line bg-surface p-6 shadow-sm">
        <h1 id="title" className="text-xl font-semibold">
          {title}
        </h1>
        {lead && <p className="mt-1 text-dim">{lead}</p>}
        <div className="mt-5">{children}</div>
      </section>
    </>
  )
}
