'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '@/components/ui/badge'
import { endSessionAction } from '@/lib/actions/profile'
import type { SessionView } from '@/lib/domain/sessions/list'
import { deviceOf } from './device'
import { RowAction } from './row-action'

/** Where one is signed in, each with a way to end it. */
export function SessionList({ sessions }: { sessions: readonly SessionView[] }) {
  const t = useTranslations('settings')
  const format = useFormatter()
  return (
    <ul className="mb-4 divide-y divide-line">
      {sessions.map((s) => {
        const { browser, system } = deviceOf(s.userAgent)
        const device = browser && system ? t('sessionOn', { browser, system }) : (browser ?? system ?? t('sessionUnknown'))
        return (
          <li key={s.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 first:pt-0">
            <div className="min-w-0 grow basis-48">
              <p className="flex flex-wrap items-center gap-2 font-medium" title={s.userAgent}>
                {device}
                {s.current && <Badge>{t('sessionHere')}</Badge>}
              </p>
              <p className="text-dim wrap-anywhere">
                {t('sessionSeen', { address: s.address, date: format.dateTime(s.lastSeenAt, { dateStyle: 'medium', timeStyle: 'short' }) })}
              </p>
            </div>
            {!s.current && (
              <RowAction action={endSessionAction} fields={{ sessionId: s.id }} label={t('endSessionNamed', { device })}>
                {t('endSession')}
              </RowAction>
            )}
          </li>
        )
      })}
    </ul>
  )
}
