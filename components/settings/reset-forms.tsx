'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { askForResetAction, resetPasswordAction } from '@/lib/actions/reset'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** Asks for a link by mail. Its answer is the same for every email. */
export function ForgotForm() {
  const { state, send, error } = useForm(askForResetAction)
  const t = useTranslations('auth')
  return (
    <form action={send} className="flex flex-col gap-4">
      <Outcome error={error} done={state.done ? t('forgotDone') : undefined} />
      <Field label={t('email')}>
        <Input name="email" type="email" autoComplete="username" required maxLength={254} defaultValue={state.said?.email} />
      </Field>
      <Submit className="mt-1 h-9">{t('forgotSend')}</Submit>
    </form>
  )
}

/** Chooses a new password by a link. `email` is shown, and tells password managers whose password this is. */
export function ResetForm({ token, email, tokens }: { token: string; email: string; tokens: number }) {
  const { state, send, error } = useForm(resetPasswordAction)
  const t = useTranslations('auth')
  return (
    <form action={send} className="flex flex-col gap-4">
      <Outcome error={error} />
      <input type="hidden" name="token" value={token} />
      <Field label={t('email')}>
        <Input name="email" type="email" autoComplete="username" readOnly value={email} />
      </Field>
      <Field label={t('newPassword')} hint={t('passwordHint')} error={state.field === 'password' ? error : undefined}>
        <Input name="password" type="password" required minLength={12} maxLength={200} autoComplete="new-password" />
      </Field>
      {tokens > 0 && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="endsTokens" className="size-4 accent-accent" />
          {t('endTokens', { n: tokens })}
        </label>
      )}
      <Submit className="mt-1 h-9">{t('resetSave')}</Submit>
    </form>
  )
}
