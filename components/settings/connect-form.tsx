'use client'
/** What a channel at a provider needs, as a form: made from the list of its fields. */
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input, Select } from '@/components/ui/input'
import { connectChannelAction, saveConnectionAction } from '@/lib/actions/channels'
import type { FormState } from '@/lib/actions/form'
import type { FieldSpec } from '@/lib/channels/form'
import type { ConnectedType } from '@/lib/channels/kinds'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

/** A field with what it shows. */
export type Filled = FieldSpec & { value: string }

export function NewConnectionForm({ type, fields }: { type: ConnectedType; fields: readonly Filled[] }) {
  const { state, send, error } = useForm(connectChannelAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex max-w-xl flex-col gap-3">
      <Fields type={type} name={t(`types.${type}`)} fields={fields} isNew state={state} error={error} />
      <Submit className="self-start">{t('connect.button')}</Submit>
    </form>
  )
}

type SavedProps = { channelId: number; type: ConnectedType; name: string; fields: readonly Filled[] }

export function ConnectionForm({ channelId, type, name, fields }: SavedProps) {
  const { state, send, error } = useForm(saveConnectionAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex max-w-xl flex-col gap-3">
      <input type="hidden" name="channelId" value={channelId} />
      <Fields type={type} name={name} fields={fields} state={state} error={error} />
      <Outcome done={state.done ? t('saved') : undefined} />
      <Submit className="self-start">{t('save')}</Submit>
    </form>
  )
}

type FieldsProps = { type: ConnectedType; name: string; fields: readonly Filled[]; isNew?: boolean; state: FormState; error?: string }

function Fields({ type, name, fields, isNew = false, state, error }: FieldsProps) {
  const t = useTranslations('settings')
  const isOurs = fields.some((f) => f.name === state.field)
  const one = (f: Filled) => <OneField key={f.name} field={f} isNew={isNew} value={state.said?.[f.name] ?? f.value} isWrong={state.field === f.name} />
  const rare = fields.filter((f) => f.rare)
  return (
    <>
      <input type="hidden" name="type" value={type} />
      {state.error && <Outcome error={isOurs ? t('connect.wrong') : error} />}
      <Field label={t('channelName')} hint={t('connect.nameHint')} error={state.field === 'name' ? error : undefined}>
        <Input name="name" required maxLength={80} autoComplete="off" defaultValue={state.said?.name ?? name} />
      </Field>
      {fields.filter((f) => !f.rare).map(one)}
      {rare.length > 0 && (
        <details open={rare.some((f) => f.name === state.field) || undefined}>
          <summary className="w-fit rounded px-1 text-dim hover:text-ink">{t('connect.rare')}</summary>
          <div className="mt-2 flex flex-col gap-3">{rare.map(one)}</div>
        </details>
      )}
    </>
  )
}

function OneField({ field: { name, kind, required, options }, value, isNew, isWrong }: { field: FieldSpec; value: string; isNew: boolean; isWrong: boolean }) {
  const t = useTranslations('settings.connect')
  const label = t(`fields.${name}`)
  if (kind === 'flag')
    return (
      <label className="flex min-h-7 items-center gap-2">
        <input type="checkbox" name={name} value="true" defaultChecked={value !== ''} className="size-4 shrink-0" />
        {label}
      </label>
    )
  const isSecret = kind === 'secret'
  const hint = [t.has(`hints.${name}` as never) ? t(`hints.${name}` as never) : '', isSecret ? t(isNew ? 'secretHint' : 'keep') : ''].filter(Boolean).join(' ')
  return (
    <Field label={label} hint={hint || undefined} error={isWrong ? t('wrong') : undefined}>
      {kind === 'choice' ? (
        <Select name={name} defaultValue={value}>
          {options?.map((o) => (
            <option key={o} value={o}>
              {t(`options.${o}`)}
            </option>
          ))}
        </Select>
      ) : (
        <Input
          name={name}
          dir={name === 'fromName' ? 'auto' : 'ltr'}
          type={isSecret ? 'password' : kind === 'number' ? 'number' : kind === 'email' ? 'email' : 'text'}
          required={required && (!isSecret || isNew)}
          maxLength={4000}
          autoComplete={isSecret ? 'new-password' : 'off'}
          spellCheck={false}
          defaultValue={value}
        />
      )}
    </Field>
  )
}
