import { TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'

/** Why nothing can be sent now; `children`: what can be done instead. What was written stays. */
export const BlockedLine = ({ why, children }: { why: string; children?: ReactNode }) => (
  <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-3 pb-1.5">
    <p role="status" className="flex min-w-0 items-start gap-2 text-sm text-warn">
      <TriangleAlert size={14} aria-hidden className="mt-1 shrink-0" />
      {why}
    </p>
    {children}
  </div>
)
