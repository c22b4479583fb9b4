'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { connectProviderAction, updateProviderAction } from '@/lib/actions/providers'
import { PROVIDER_FIELDS, type ProviderType } from '@/lib/domain/channels/provider-fields'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

type Shown = { id: number; name: string; settings: Record<string, unknown> }

/** The account of another company; `channel` absent: a new one. Secrets are never shown: an empty field leaves them. */
export function ProviderForm({ type, channel }: { type: ProviderType; channel?: Shown }) {
  const { state, send, error } = useForm(channel ? updateProviderAction : connectProviderAction)
  const t = useTranslations('settings')
  const wrong = (name: string) => (state.field === name ? t('provider.badField') : undefined)
  const shownOf = (name: string) => state.said?.[name] ?? (typeof channel?.settings[name] === 'string' ? channel.settings[name] : '')
  return (
    <form key={JSON.stringify(channel)} action={send} className="flex flex-col gap-3">
      <input type="hidden" name="type" value={type} />
      {channel && <input type="hidden" name="channelId" value={channel.id} />}
      {state.error && <Outcome error={error} />}
      <Field label={t('channelName')} hint={t('channelNameHint')} error={wrong('name')}>
        <Input name="name" required maxLength={80} autoComplete="off" defaultValue={state.said?.name ?? channel?.name ?? t(`types.${type}`)} />
      </Field>
      {PROVIDER_FIELDS[type].map(({ name, isSecret, isOptional }) => (
        <Field
          key={name}
          label={t(`provider.fields.${name}`)}
          hint={isSecret && channel ? t('provider.secretKept') : isOptional ? t('provider.optional') : undefined}
          error={wrong(name)}
        >
          <Input
            name={name}
            dir="ltr"
            type={isSecret ? 'password' : 'text'}
            autoComplete={isSecret ? 'new-password' : 'off'}
            spellCheck={false}
            required={!isOptional && !(isSecret && channel)}
            defaultValue={isSecret ? '' : shownOf(name)}
          />
        </Field>
      ))}
      {channel && <Outcome done={state.done ? t('saved') : undefined} />}
      <Submit className="self-start">{t(channel ? 'save' : 'provider.connect')}</Submit>
    </form>
  )
}
