'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { changePasswordAction } from '@/lib/actions/profile'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** `email` is only for password managers, so that they know whose password this is. `tokens`: how many API tokens may end with it. */
export function PasswordForm({ email, tokens }: { email: string; tokens: number }) {
  const { state, send, error } = useForm(changePasswordAction)
  const t = useTranslations('settings')
  const wrong = state.error === 'wrong_password' ? t('currentPasswordWrong') : error
  return (
    <form action={send} className="flex max-w-sm flex-col gap-3">
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <Outcome error={wrong} done={state.done ? t('passwordChanged') : undefined} />
      <Field label={t('currentPassword')} error={state.field === 'current' ? wrong : undefined}>
        <Input name="current" type="password" autoComplete="current-password" required maxLength={200} />
      </Field>
      <Field label={t('newPassword')} hint={t('passwordHint')} error={state.error === 'weak_password' ? error : undefined}>
        <Input name="next" type="password" autoComplete="new-password" required minLength={12} maxLength={200} />
      </Field>
      {tokens > 0 && (
        <label className="flex items-center gap-2">
          <input type="checkbox" name="endsTokens" className="size-4 accent-accent" />
          {t('endTokens', { n: tokens })}
        </label>
      )}
      <Submit className="self-start">{t('changePassword')}</Submit>
    </form>
  )
}
