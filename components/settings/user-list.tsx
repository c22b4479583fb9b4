'use client'
import { useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { changeRoleAction, disableAction, enableAction } from '@/lib/actions/users'
import type { UserView } from '@/lib/domain/users/list'
import { ResetLink } from './reset-link'
import { RowAction } from './row-action'

/** Everybody of the workspace; nobody changes themselves here. */
export function UserList({ rows, me }: { rows: readonly UserView[]; me: number }) {
  const t = useTranslations('settings')
  return (
    <ul className="divide-y divide-line">
      {rows.map((u) => (
        <li key={u.id} className="flex flex-wrap items-center gap-x-3 gap-y-2 py-2.5 first:pt-0 last:pb-0">
          <Avatar name={u.name} />
          <div className="min-w-0 grow basis-48">
            <p className="flex flex-wrap items-center gap-2 font-medium">
              <span dir="auto" className="wrap-anywhere">
                {u.name}
              </span>
              {u.id === me && <span className="font-normal text-dim">({t('you')})</span>}
              <Badge tone={u.role === 'admin' ? 'accent' : 'plain'}>{t(`roles.${u.role}`)}</Badge>
              {u.disabled && <Badge tone="danger">{t('off')}</Badge>}
            </p>
            <p className="break-all text-dim" dir="auto">
              {u.email}
            </p>
          </div>
          {u.id !== me && <Actions user={u} />}
        </li>
      ))}
    </ul>
  )
}

function Actions({ user: { id, name, role, disabled } }: { user: UserView }) {
  const t = useTranslations('settings')
  const other = role === 'admin' ? 'agent' : 'admin'
  const [doIt, named] = other === 'admin' ? (['makeAdmin', 'makeAdminNamed'] as const) : (['makeAgent', 'makeAgentNamed'] as const)
  return (
    <div className="flex flex-wrap gap-2">
      {!disabled && <ResetLink userId={id} name={name} />}
      {!disabled && (
        <RowAction action={changeRoleAction} fields={{ userId: id, role: other }} label={t(named, { name })}>
          {t(doIt)}
        </RowAction>
      )}
      {disabled ? (
        <RowAction action={enableAction} fields={{ userId: id }} label={t('switchOnNamed', { name })}>
          {t('switchOn')}
        </RowAction>
      ) : (
        <RowAction
          action={disableAction}
          fields={{ userId: id }}
          label={t('switchOffNamed', { name })}
          confirm={{ title: t('switchOffAsk', { name }), text: t('switchOffUser') }}
        >
          {t('switchOff')}
        </RowAction>
      )}
    </div>
  )
}
