'use client'
/** Pieces of a form that works before any script has loaded: labelled fields, a button that says it is busy, errors. */
import { type ComponentProps, type ReactNode, useEffect, useId, useRef } from 'react'
import { useFormStatus } from 'react-dom'
import { useTranslations } from 'use-intl'

const BOX = 'w-full min-h-9 rounded-md border border-line bg-surface px-3 py-1.5 text-ink placeholder:text-dim aria-invalid:border-danger disabled:opacity-60'

type Labelled = { label: string; hint?: string; error?: string }

/** A labelled one-line input. */
export function Field({ label, hint, error, className = '', ...input }: Labelled & ComponentProps<'input'>) {
  const id = useId()
  return (
    <Around id={id} {...{ label, hint, error, className }}>
      <input id={id} className={BOX} dir="auto" aria-invalid={error ? true : undefined} aria-describedby={described(id, hint, error)} {...input} />
    </Around>
  )
}

/** A labelled choice. */
export function Choice({ label, hint, error, className = '', children, ...select }: Labelled & ComponentProps<'select'>) {
  const id = useId()
  return (
    <Around id={id} {...{ label, hint, error, className }}>
      <select id={id} className={BOX} aria-describedby={described(id, hint, error)} {...select}>
        {children}
      </select>
    </Around>
  )
}

/** A labelled text of several lines. */
export function Lines({ label, hint, error, className = '', ...area }: Labelled & ComponentProps<'textarea'>) {
  const id = useId()
  return (
    <Around id={id} {...{ label, hint, error, className }}>
      <textarea id={id} className={BOX} dir="auto" rows={3} aria-invalid={error ? true : undefined} aria-describedby={described(id, hint, error)} {...area} />
    </Around>
  )
}

const described = (id: string, hint?: string, error?: string) => [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ') || undefined

function Around({ id, label, hint, error, className, children }: Labelled & { id: string; className: string; children: ReactNode }) {
  return (
    <div className={`flex flex-col gap-1 ${className}`}>
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children}
      {hint && <p id={`${id}-hint`} className="text-dim">{hint}</p>}
      {error && <p id={`${id}-error`} className="text-danger">{error}</p>}
    </div>
  )
}

const LOOKS = {
  primary: 'bg-accent text-on-accent border-transparent hover:opacity-90',
  plain: 'bg-surface text-ink border-line hover:bg-hover',
  danger: 'bg-surface text-danger border-line hover:bg-danger-soft',
}

/** Sends its form; while that is under way it says so and cannot be pressed again. */
export function Submit({ look = 'primary', children, className = '', ...button }: { look?: keyof typeof LOOKS } & ComponentProps<'button'>) {
  const { pending } = useFormStatus()
  const t = useTranslations('common')
  return (
    <button type="submit" aria-disabled={pending || undefined} onClick={pending ? (e) => e.preventDefault() : undefined} className={buttonLook(look, className)} {...button}>
      {children}
      {pending && <span role="status" aria-label={t('loading')} className="size-3.5 animate-spin rounded-full border-2 border-current border-e-transparent" />}
    </button>
  )
}

export const buttonLook = (look: keyof typeof LOOKS, more = '') =>
  `inline-flex min-h-9 items-center justify-center gap-2 rounded-md border px-3.5 py-1.5 font-medium aria-disabled:opacity-60 ${LOOKS[look]} ${more}`

/** What went wrong, or went well; a new error takes the focus so that it is read and seen. */
export function Outcome({ error, done }: { error?: string; done?: string }) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (error) box.current?.focus()
  }, [error])
  if (error)
    return (
      <div ref={box} role="alert" tabIndex={-1} className="rounded-md border border-danger bg-danger-soft px-3 py-2 text-danger">
        {error}
      </div>
    )
  return <p role="status" className={done ? 'text-good' : 'sr-only'}>{done}</p>
}
