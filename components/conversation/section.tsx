'use client'
import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'

/** A part of the details that folds. `onOpen` when it is first unfolded. */
export function Section({ title, isOpen = false, children }: { title: string; isOpen?: boolean; children: ReactNode }) {
  const [open, setOpen] = useState(isOpen)
  return (
    <section className="border-t border-line">
      <h3>
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="flex min-h-10 w-full items-center gap-1.5 px-4 text-sm font-semibold hover:bg-hover"
        >
          <ChevronRight size={14} aria-hidden className={open ? 'rotate-90' : 'rtl:rotate-180'} />
          {title}
        </button>
      </h3>
      {open && <div className="px-4 pb-4">{children}</div>}
    </section>
  )
}
