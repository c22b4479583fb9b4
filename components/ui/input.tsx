import type { ComponentProps } from 'react'
import { cx } from './cx'

const BOX =
  'w-full rounded-md border border-line bg-surface px-2.5 text-ink placeholder:text-dim focus-visible:border-accent disabled:opacity-60 aria-invalid:border-danger'

/** A line of text. Name it with a label or `aria-label`. */
export const Input = ({ className, dir = 'auto', ...rest }: ComponentProps<'input'>) => <input dir={dir} className={cx(BOX, 'h-9', className)} {...rest} />

/** Several lines of text. */
export const TextArea = ({ className, dir = 'auto', ...rest }: ComponentProps<'textarea'>) => <textarea dir={dir} className={cx(BOX, 'py-2', className)} {...rest} />

/** The browser's own choice list: right on every device, free of charge. */
export const Select = ({ className, ...rest }: ComponentProps<'select'>) => <select className={cx(BOX, 'h-9 pe-7', className)} {...rest} />
