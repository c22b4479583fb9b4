'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '@/components/ui/badge'
import { revokeInvitationAction } from '@/lib/actions/users'
import type { InvitationView } from '@/lib/domain/users/list'
import { RowAction } from './row-action'

export function InvitationList({ rows }: { rows: readonly InvitationView[] }) {
  const t = useTranslations('settings')
  const format = useFormatter()
  return (
    <ul className="divide-y divide-line">
      {rows.map((i) => {
        const name = i.email ?? t('anyone')
        return (
          <li key={i.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 first:pt-0 last:pb-0">
            <div className="min-w-0 grow basis-56">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                <span dir="auto" className="break-all">
                  {name}
                </span>{' '}
                <Badge>{t(`roles.${i.role}`)}</Badge>
              </p>
              <p className="text-dim">
                {i.invitedBy && <>{t('invitedBy', { name: i.invitedBy })} · </>}
                {i.expired ? <span className="text-warn">{t('expired')}</span> : t('expires', { date: format.dateTime(new Date(i.expiresAt), { dateStyle: 'medium' }) })}
              </p>
            </div>
            <RowAction action={revokeInvitationAction} fields={{ invitationId: i.id }} label={t('withdrawNamed', { name })}>
              {t('withdraw')}
            </RowAction>
          </li>
        )
      })}
    </ul>
  )
}
