'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { inviteAction, type NewLink } from '@/lib/actions/users'
import { Copy } from './copy'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

export function InviteForm() {
  const { state, send, error } = useForm<NewLink>(inviteAction)
  const t = useTranslations('settings')
  const format = useFormatter()
  return (
    <form action={send} className="flex flex-col gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field label={t('inviteEmail')} hint={t('inviteEmailHint')} error={state.field === 'email' ? error : undefined}>
          <Input name="email" type="email" autoComplete="off" maxLength={254} defaultValue={state.said?.email} />
        </Field>
        <Field label={t('role')}>
          <Select name="role" defaultValue={state.said?.role ?? 'agent'}>
            <option value="agent">{t('roleChoices.agent')}</option>
            <option value="admin">{t('roleChoices.admin')}</option>
          </Select>
        </Field>
      </div>
      <Outcome error={error} done={state.done ? t('linkOnce') : undefined} />
      {state.done && (
        <>
          <Copy key={state.done.link} value={state.done.link} label={t('linkLabel')} />
          <p className="text-dim">{t('expires', { date: format.dateTime(new Date(state.done.expiresAt), { dateStyle: 'medium' }) })}</p>
        </>
      )}
      <Submit className="self-start">{t('makeLink')}</Submit>
    </form>
  )
}
