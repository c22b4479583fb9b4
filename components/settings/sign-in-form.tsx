'use client'
import { useActionState } from 'react'
import { useTranslations } from 'use-intl'
import { signInAction, type SignInState } from '@/lib/actions/session'
import { Field, Outcome, Submit } from './form'

/** Email and password. `initial` carries what next-auth's own route had to say. */
export function SignInForm({ next, initial }: { next: string; initial: SignInState }) {
  const [state, action] = useActionState(signInAction, initial)
  const t = useTranslations('auth')
  const errors = useTranslations('errors')
  return (
    <form action={action} className="flex flex-col gap-4">
      <Outcome error={state.error && errors(state.error)} />
      <input type="hidden" name="next" value={next} />
      <Field label={t('email')} name="email" type="email" autoComplete="username" required maxLength={254} defaultValue={state.email} autoFocus={!state.error} />
      <Field label={t('password')} name="password" type="password" autoComplete="current-password" required maxLength={200} />
      <Submit className="mt-1">{t('signIn')}</Submit>
    </form>
  )
}
