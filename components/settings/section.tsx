import { type ReactNode, useId } from 'react'

/** One box of a settings page. */
export function Section({ id: anchor, title, lead, children }: { id?: string; title: ReactNode; lead?: ReactNode; children: ReactNode }) {
  const id = useId()
  return (
    <section id={anchor} aria-labelledby={id} className="rounded-xl border border-line bg-surface p-4 sm:p-5">
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      {lead && <p className="mt-0.5 max-w-prose text-dim">{lead}</p>}
      <div className="mt-4">{children}</div>
    </section>
  )
}

/** The page's own heading. */
export const PageTitle = ({ title, lead }: { title: string; lead?: string }) => (
  <header>
    <h1 className="text-xl font-semibold" dir="auto">
      {title}
    </h1>
    {lead && <p className="mt-0.5 max-w-prose text-dim">{lead}</p>}
  </header>
)
