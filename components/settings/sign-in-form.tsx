'use client'
import { useActionState } from 'react'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { signInAction, type SignInState } from '@/lib/actions/session'
import { Outcome, Submit } from './form'

/** Email and password. `initial` carries what next-auth's own route had to say. */
export function SignInForm({ next, initial }: { next: string; initial: SignInState }) {
  const [state, action] = useActionState(signInAction, initial)
  const t = useTranslations('auth')
  const errors = useTranslations('errors')
  return (
    <form action={action} className="flex flex-col gap-4">
      <Outcome error={state.error && errors(state.error)} />
      <input type="hidden" name="next" value={next} />
      <Field label={t('email')}>
        <Input name="email" type="email" autoComplete="username" required maxLength={254} defaultValue={state.email} autoFocus={!state.error} />
      </Field>
      {state.workspaces && (
        <Field label={t('workspace')}>
          <Select name="workspaceId">
            {state.workspaces.map((w) => (
              <option key={w.id} value={w.id}>
                {w.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <Field label={t('password')}>
        <Input name="password" type="password" autoComplete="current-password" required maxLength={200} />
      </Field>
      <Submit className="mt-1 h-9">{t('signIn')}</Submit>
    </form>
  )
}
