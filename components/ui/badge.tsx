import type { ReactNode } from 'react'
import { cx } from './cx'

export type BadgeTone = 'plain' | 'accent' | 'note' | 'good' | 'warn' | 'danger'

const TONES: Record<BadgeTone, string> = {
  plain: 'bg-sunken text-dim',
  accent: 'bg-selected text-accent-ink',
  note: 'bg-note text-note-ink',
  good: 'bg-sunken text-good',
  warn: 'bg-sunken text-warn',
  danger: 'bg-danger-soft text-danger',
}

/** A small word or number in a pill. */
export const Badge = ({ tone = 'plain', children, className }: { tone?: BadgeTone; children: ReactNode; className?: string }) => (
  <span className={cx('inline-flex h-5 items-center gap-1 rounded-full px-2 text-xs font-medium whitespace-nowrap', TONES[tone], className)}>{children}</span>
)
