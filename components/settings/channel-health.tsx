'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '@/components/ui/badge'
import type { ArrivedEvent, ChannelHealth } from '@/lib/domain/channels/health'

const KINDS = ['message', 'edit', 'delete', 'reaction', 'status', 'identity', 'consent', 'unsupported', 'broken'] as const
const JOBS = ['deliver', 'media', 'arrive'] as const

/** What came last, what could not be read and what was given up, with times. */
export function HealthLists({ health: { newest, failed, givenUp } }: { health: ChannelHealth }) {
  const t = useTranslations('settings.connect')
  const format = useFormatter()
  const at = (ms: number) => format.dateTime(ms, { dateStyle: 'medium', timeStyle: 'medium' })
  return (
    <div className="flex flex-col gap-5">
      <div>
        <h3 className="mb-1 font-medium">{t('newest')}</h3>
        {newest.length === 0 && <p className="text-dim">{t('nothingYet')}</p>}
        <ul className="divide-y divide-line">
          {newest.map((e) => (
            <Row key={e.id} event={e} at={at(e.createdAt)} />
          ))}
        </ul>
      </div>
      <div>
        <h3 className="mb-1 font-medium">{t('failed')}</h3>
        {failed.length === 0 && <p className="text-dim">{t('noFailed')}</p>}
        <ul className="divide-y divide-line">
          {failed.map((e) => (
            <Row key={e.id} event={e} at={at(e.createdAt)} isWhole />
          ))}
        </ul>
      </div>
      {givenUp.length > 0 && (
        <div>
          <h3 className="mb-1 font-medium">{t('givenUp')}</h3>
          <ul className="divide-y divide-line">
            {givenUp.map((j) => (
              <li key={j.id} className="py-1.5">
                <p className="flex flex-wrap gap-x-3">
                  <span>{t(`jobs.${JOBS.find((k) => k === j.kind) ?? 'other'}`)}</span>
                  <span className="text-sm text-dim">{at(j.createdAt)}</span>
                </p>
                <p dir="auto" className="text-sm wrap-anywhere text-danger">
                  {j.error}
                </p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </div>
  )
}

/** `isWhole`: with what is wrong and what came. */
function Row({ event: e, at, isWhole = false }: { event: ArrivedEvent; at: string; isWhole?: boolean }) {
  const t = useTranslations('settings.connect')
  const kind = t(`kinds.${KINDS.find((k) => k === e.type) ?? 'other'}`)
  return (
    <li className="py-1.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span>{kind}</span>
        <Badge tone={e.state === 'failed' ? 'danger' : e.state === 'done' ? 'good' : 'plain'}>{t(`states.${e.state}`)}</Badge>
        <span className="text-sm text-dim">{t('received', { date: at })}</span>
      </p>
      {isWhole && (
        <p dir="auto" className="text-sm wrap-anywhere text-danger">
          {e.error}
        </p>
      )}
      {isWhole && e.raw !== '' && (
        <details>
          <summary className="w-fit rounded px-1 text-sm text-dim hover:text-ink" aria-label={t('whatCameAt', { kind, date: at })}>
            {t('whatCame')}
          </summary>
          <pre dir="ltr" className="mt-1 max-h-60 overflow-y-auto rounded-md bg-sunken p-2 font-mono text-sm break-all whitespace-pre-wrap" tabIndex={0}>
            {e.raw}
          </pre>
        </details>
      )}
    </li>
  )
}
