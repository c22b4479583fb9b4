'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { renameWorkspaceAction } from '@/lib/actions/users'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

export function WorkspaceForm({ name }: { name: string }) {
  const { state, send, error } = useForm(renameWorkspaceAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex max-w-sm flex-col gap-3">
      <Field label={t('name')}>
        <Input key={name} name="name" required maxLength={80} autoComplete="organization" defaultValue={state.said?.name ?? name} />
      </Field>
      <Outcome error={error} done={state.done ? t('saved') : undefined} />
      <Submit className="self-start">{t('save')}</Submit>
    </form>
  )
}
