'use client'
import { X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { addMemberAction, createTeamAction, removeMemberAction, removeTeamAction, renameTeamAction } from '@/lib/actions/teams'
import type { Directory } from '@/lib/domain/users/directory'
import { Outcome, Submit } from './form'
import { RowAction } from './row-action'
import { useForm } from './use-form'

type Team = Directory['teams'][number]
type Person = Directory['users'][number]

export function NewTeamForm() {
  const { state, send, error } = useForm(createTeamAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex max-w-sm flex-col gap-3">
      <Field label={t('teamName')} error={state.error ? error : undefined}>
        <Input name="name" required maxLength={80} autoComplete="off" defaultValue={state.said?.name} />
      </Field>
      <Submit className="self-start">{t('create')}</Submit>
    </form>
  )
}

/** One team: who is on it, who could be, its name and its end. */
export function TeamBox({ team, users }: { team: Team; users: readonly Person[] }) {
  const t = useTranslations('settings')
  const members = users.filter((u) => team.memberIds.includes(u.id))
  const others = users.filter((u) => !u.disabled && !team.memberIds.includes(u.id))
  return (
    <div className="flex flex-col gap-4">
      {members.length > 0 && (
        <ul className="divide-y divide-line">
          {members.map((u) => (
            <li key={u.id} className="flex items-center gap-3 py-1.5 first:pt-0">
              <Avatar name={u.name} size="sm" />
              <span dir="auto" className="min-w-0 grow wrap-anywhere">
                {u.name} {u.disabled && <Badge tone="danger">{t('off')}</Badge>}
              </span>
              <RowAction action={removeMemberAction} fields={{ teamId: team.id, userId: u.id }} look="quiet" label={t('takeOff', { name: u.name })}>
                <X size={16} aria-hidden />
              </RowAction>
            </li>
          ))}
        </ul>
      )}
      {others.length > 0 && <AddMember team={team} others={others} />}
      <details className="border-t border-line pt-3">
        <summary className="w-fit rounded px-1 text-dim hover:text-ink">{t('rename')}</summary>
        <div className="mt-3 flex flex-wrap items-end justify-between gap-3">
          <RenameTeam key={team.name} team={team} />
          <RowAction
            action={removeTeamAction}
            fields={{ teamId: team.id }}
            look="danger"
            label={t('removeTeamNamed', { name: team.name })}
            confirm={{ title: t('removeTeamAsk', { name: team.name }), text: t('removeTeamText') }}
          >
            {t('removeTeam')}
          </RowAction>
        </div>
      </details>
    </div>
  )
}

function AddMember({ team, others }: { team: Team; others: readonly Person[] }) {
  const { send, error } = useForm(addMemberAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex max-w-md flex-col gap-2">
      <input type="hidden" name="teamId" value={team.id} />
      <div className="flex items-end gap-2">
        <div className="grow">
          <Field label={t('addMember')}>
            <Select name="userId">
              {others.map((u) => (
                <option key={u.id} value={u.id}>
                  {u.name}
                </option>
              ))}
            </Select>
          </Field>
        </div>
        <Submit look="plain" className="h-9">
          {t('add')}
        </Submit>
      </div>
      {error && <Outcome error={error} />}
    </form>
  )
}

function RenameTeam({ team }: { team: Team }) {
  const { state, send, error } = useForm(renameTeamAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex items-end gap-2">
      <input type="hidden" name="teamId" value={team.id} />
      <Field label={t('teamName')} error={state.error ? error : undefined}>
        <Input name="name" required maxLength={80} autoComplete="off" defaultValue={state.said?.name ?? team.name} />
      </Field>
      <Submit look="plain" className="h-9">
        {t('save')}
      </Submit>
    </form>
  )
}
