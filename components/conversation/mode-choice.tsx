'use client'
import type { ReactNode } from 'react'
import { cx } from '@/components/ui/cx'

/** One of the kinds of message; arrows move between them. */
export function ModeChoice({
  isOn,
  isNote = false,
  label,
  keys,
  onPick,
  children,
}: {
  isOn: boolean
  isNote?: boolean
  label: string
  keys: string
  /** `isPressed`: with the pointer. */
  onPick: (isPressed: boolean) => void
  children: ReactNode
}) {
  return (
    <button
      type="button"
      role="radio"
      aria-checked={isOn}
      aria-keyshortcuts={keys}
      tabIndex={isOn ? 0 : -1}
      onClick={(e) => onPick(e.detail > 0)}
      onKeyDown={(e) => {
        if (!['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'].includes(e.key)) return
        e.preventDefault()
        const other = e.currentTarget.parentElement?.querySelector<HTMLElement>('[role=radio][aria-checked=false]')
        other?.click()
        other?.focus()
      }}
      className={cx(
        'inline-flex min-h-7 items-center gap-1.5 rounded-md border px-2.5 text-sm',
        isOn
          ? isNote
            ? 'border-note-line bg-surface font-semibold text-note-ink'
            : 'border-line bg-selected font-semibold text-accent-ink'
          : 'border-transparent text-dim hover:bg-hover',
      )}
    >
      {children}
      {label}
    </button>
  )
}
