'use client'
import { useTranslations } from 'use-intl'
import { Field } from '@/components/ui/field'
import { Input, TextArea } from '@/components/ui/input'
import type { FormState } from '@/lib/actions/form'
import { createWebchatAction, updateChannelAction } from '@/lib/actions/channels'
import type { WebchatSettings } from '@/lib/channels/webchat/settings'
import { Outcome, Submit } from './form'
import { useForm } from './use-form'

type Shown = Pick<WebchatSettings, 'allowedOrigins' | 'color' | 'greeting'> & { name: string }
const FRESH: Shown = { name: '', allowedOrigins: [], color: '#2f5fe0', greeting: '' }

export function NewWebchatForm() {
  const { state, send, error } = useForm(createWebchatAction)
  const t = useTranslations('settings')
  return (
    <form action={send} className="flex flex-col gap-3">
      <Fields shown={FRESH} state={state} error={error} />
      <Submit className="self-start">{t('create')}</Submit>
    </form>
  )
}

export function WebchatForm({ channelId, shown }: { channelId: number; shown: Shown }) {
  const { state, send, error } = useForm(updateChannelAction)
  const t = useTranslations('settings')
  return (
    // The key: what was saved (and put in order by the server) replaces what was typed.
    <form key={JSON.stringify(shown)} action={send} className="flex flex-col gap-3">
      <input type="hidden" name="channelId" value={channelId} />
      <Fields shown={shown} state={state} error={error} />
      <Outcome done={state.done ? t('saved') : undefined} />
      <Submit className="self-start">{t('save')}</Submit>
    </form>
  )
}

function Fields({ shown, state, error }: { shown: Shown; state: FormState; error?: string }) {
  const t = useTranslations('settings')
  const at = (field: string, words: string) => (state.field === field ? words : undefined)
  const known = at('allowedOrigins', t('badOrigin')) ?? at('color', t('badColor')) ?? error
  const said = state.said
  return (
    <>
      {state.error && <Outcome error={known} />}
      <Field label={t('channelName')} hint={t('channelNameHint')} error={at('name', error ?? '')}>
        <Input name="name" required maxLength={80} autoComplete="off" defaultValue={said?.name ?? shown.name} />
      </Field>
      <Field label={t('allowedOrigins')} hint={t('allowedOriginsHint')} error={at('allowedOrigins', t('badOrigin'))}>
        <TextArea name="allowedOrigins" dir="ltr" rows={3} defaultValue={said?.allowedOrigins ?? shown.allowedOrigins.join('\n')} />
      </Field>
      <Field label={t('greeting')} hint={t('greetingHint')} error={at('greeting', error ?? '')}>
        <TextArea name="greeting" rows={2} maxLength={500} defaultValue={said?.greeting ?? shown.greeting} />
      </Field>
      <Field label={t('color')} error={at('color', t('badColor'))}>
        <Input name="color" type="color" className="max-w-16 p-1" defaultValue={said?.color ?? shown.color} />
      </Field>
    </>
  )
}
