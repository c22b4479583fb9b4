import type { ComponentProps, ReactNode } from 'react'
import { cx } from './cx'
import { Tip } from './tooltip'

type Props = Omit<ComponentProps<'button'>, 'aria-label' | 'children'> & {
  /** The name read aloud and shown as a tooltip. */
  label: string
  /** The key that does the same, shown in the tooltip and told to assistive tools (`e`, `g m`). */
  keys?: string
  children: ReactNode
  /** Pressed look and state, for toggles. */
  pressed?: boolean
}

/** A square button with only an icon; always named. Forwards its ref and props, so it serves as a menu's or popover's trigger. */
export function IconButton({ label, keys, children, pressed, className, type = 'button', ...rest }: Props) {
  return (
    <Tip label={label} keys={keys}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={pressed}
        aria-keyshortcuts={keys}
        className={cx(
          'inline-flex size-8 shrink-0 items-center justify-center rounded-md text-dim transition-colors hover:bg-hover hover:text-ink aria-pressed:bg-selected aria-pressed:text-accent-ink data-[state=open]:bg-hover disabled:cursor-not-allowed disabled:opacity-50',
          className,
        )}
        {...rest}
      >
        {children}
      </button>
    </Tip>
  )
}
