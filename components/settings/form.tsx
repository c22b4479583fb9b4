'use client'
/** Pieces of a form that works before any script has loaded. */
import { type ComponentProps, useEffect, useRef } from 'react'
import { useFormStatus } from 'react-dom'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'

/** Sends its form; while that is under way it says so and cannot be pressed again. */
export function Submit({ children, look = 'primary', ...button }: ComponentProps<typeof Button>) {
  const { pending } = useFormStatus()
  const t = useTranslations('common')
  return (
    <Button type="submit" look={look} busy={pending} {...button}>
      {children}
      {pending && <span role="status" aria-label={t('loading')} className="size-3.5 animate-spin rounded-full border-2 border-current border-e-transparent" />}
    </Button>
  )
}

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
  return (
    <p role="status" className={done ? 'text-good' : 'sr-only'}>
      {done}
    </p>
  )
}
