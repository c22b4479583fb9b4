'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { joinAction } from '@/lib/actions/join'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** Name, email and password of somebody new; the first admin also names the workspace (`workspaceName` given). */
export function JoinForm({ token, email, workspaceName }: { token: string; email?: string; workspaceName?: string }) {
  const { state, send, error } = useForm(joinAction)
  const t = useTranslations('auth')
  const at = (field: string) => (state.field === field ? error : undefined)
  return (
    <form action={send} className="flex flex-col gap-4">
      <Outcome error={error} />
      <input type="hidden" name="token" value={token} />
      {workspaceName !== undefined && (
        <Field label={t('workspaceName')} hint={t('workspaceNameHint')} error={at('workspaceName')}>
          <Input name="workspaceName" required maxLength={80} autoComplete="organization" defaultValue={state.said?.workspaceName ?? workspaceName} />
        </Field>
      )}
      <Field label={t('yourName')} error={at('name')}>
        <Input name="name" required maxLength={80} autoComplete="name" defaultValue={state.said?.name} />
      </Field>
      <Field label={t('email')} error={at('email')}>
        <Input name="email" type="email" required maxLength={254} autoComplete="username" defaultValue={email ?? state.said?.email} readOnly={email !== undefined} />
      </Field>
      <Field label={t('password')} hint={t('passwordHint')} error={at('password')}>
        <Input name="password" type="password" required minLength={12} maxLength={200} autoComplete="new-password" />
      </Field>
      <Submit className="mt-1 h-9">{workspaceName === undefined ? t('join') : t('setUp')}</Submit>
    </form>
  )
}
