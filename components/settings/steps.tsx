'use client'
import { Check, ExternalLink } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import type { Step } from '@/lib/channels/kind'
import { Copy } from './copy'

type Said = Step & { words: string }
type Props = {
  steps: readonly Said[]
  values?: Partial<Record<'address' | 'retrying' | 'verifyToken', string>>
  seen?: Partial<Record<NonNullable<Step['seenBy']>, boolean>>
}

/** What to do, one after the other; what we can see ourselves is ticked. */
export function Steps({ steps, values, seen }: Props) {
  const t = useTranslations('settings.connect')
  return (
    <ol className="flex max-w-2xl flex-col">
      {steps.map((s, i) => {
        const isDone = s.seenBy !== undefined && seen?.[s.seenBy] === true
        return (
          <li key={s.name} className="relative flex gap-3 pb-4 last:pb-0">
            {i < steps.length - 1 && <span aria-hidden className="absolute start-[11px] top-7 bottom-1 w-px bg-line" />}
            <span
              aria-hidden
              className={cx(
                'flex size-6 shrink-0 items-center justify-center rounded-full border text-xs font-semibold',
                isDone ? 'border-transparent bg-good text-surface' : 'border-line bg-sunken text-dim',
              )}
            >
              {isDone ? <Check size={14} strokeWidth={3} /> : i + 1}
            </span>
            <div className="flex min-w-0 grow flex-col gap-2 pt-0.5">
              <p className="max-w-prose wrap-anywhere">
                {s.words}
                {s.seenBy && seen && <span className={isDone ? 'text-good' : 'text-dim'}> ({t(isDone ? 'stepDone' : 'stepOpen')})</span>}
              </p>
              {s.link && (
                <a href={s.link} target="_blank" rel="noreferrer" className="inline-flex min-h-6 w-fit items-center gap-1.5 text-accent-ink underline">
                  {t('here', { place: new URL(s.link).hostname })}
                  <ExternalLink size={13} aria-hidden />
                </a>
              )}
              {s.copy?.map((what) => {
                const value = values?.[what]
                return (
                  value !== undefined && (
                    <div key={what}>
                      <p className="mb-1 text-sm font-medium">{t(`copies.${what}`)}</p>
                      <Copy label={t(`copies.${what}`)} value={value} />
                    </div>
                  )
                )
              })}
              {s.choose && (
                <ul className="flex flex-wrap gap-1.5">
                  {s.choose.map((name) => (
                    <li key={name} dir="ltr" className="rounded border border-line bg-sunken px-1.5 py-0.5 font-mono text-sm">
                      {name}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </li>
        )
      })}
    </ol>
  )
}
