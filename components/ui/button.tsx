import type { ComponentProps } from 'react'
import { cx } from './cx'

export type ButtonLook = 'primary' | 'plain' | 'quiet' | 'danger'

const LOOKS: Record<ButtonLook, string> = {
  primary: 'bg-accent text-on-accent border-transparent hover:brightness-110',
  plain: 'bg-raised text-ink border-line hover:bg-hover',
  quiet: 'bg-transparent text-ink border-transparent hover:bg-hover',
  danger: 'bg-danger-soft text-danger border-transparent hover:brightness-95',
}

type Props = ComponentProps<'button'> & {
  look?: ButtonLook
  /** Shows that work is under way; the button stays focusable and ignores presses. */
  busy?: boolean
}

/** A push button. `type` is `button` unless said otherwise. */
export function Button({ look = 'plain', busy = false, className, type = 'button', onClick, ...rest }: Props) {
  return (
    <button
      type={type}
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (e) => e.preventDefault() : onClick}
      className={cx(
        'inline-flex h-8 items-center justify-center gap-1.5 rounded-md border px-3 text-sm font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-50 aria-disabled:opacity-60',
        LOOKS[look],
        className,
      )}
      {...rest}
    />
  )
}
