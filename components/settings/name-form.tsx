'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { renameSelfAction } from '@/lib/actions/profile'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

export function NameForm({ name }: { name: string }) {
  const { state, send, error } = useForm(renameSelfAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex max-w-sm flex-col gap-3">
      <Field label={t('name')}>
        <Input key={name} name="name" required maxLength={80} autoComplete="name" defaultValue={state.said?.name ?? name} />
      </Field>
      <Outcome error={error} done={state.done ? t('saved') : undefined} />
      <Submit className="self-start">{t('save')}</Submit>
    </form>
  )
}
