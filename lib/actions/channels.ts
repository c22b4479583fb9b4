'use server'
/** Channels, by admins: the forms of /settings/channels. */
import { redirect } from 'next/navigation'
import { fieldsOf, isConnectedType, settingsFrom } from '@/lib/channels/form'
import type { ConnectedType, FieldName } from '@/lib/channels/kinds'
import { type Tested, testChannel } from '@/lib/channels/test'
import { createChannel } from '@/lib/domain/channels/create'
import { rotateSecret } from '@/lib/domain/channels/rotate-secret'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { updateChannel } from '@/lib/domain/channels/update'
import { type FormState, id, runForm, text } from './form'
import { run } from './run'

const path = '/settings/channels'
const FIELDS = ['name', 'allowedOrigins', 'color', 'greeting'] as const

/** Opens a web chat and shows its own page, with what to paste into the shop. */
export async function createWebchatAction(_: FormState, form: FormData): Promise<FormState> {
  const made = await runForm(createChannel, { type: 'webchat' as const, name: text(form, 'name'), settings: settingsOf(form) }, { path, form, keep: FIELDS })
  if (made.done && made.done !== true) redirect(`${path}/${made.done.id}`)
  return made.error ? { ...made, done: undefined } : {}
}

export async function updateChannelAction(_: FormState, form: FormData): Promise<FormState> {
  const done = await runForm(updateChannel, { channelId: id(form, 'channelId'), name: text(form, 'name'), settings: settingsOf(form) }, { path, form, keep: FIELDS })
  return plain(done)
}

/** Connects a channel to its provider, tries it, and shows its own page: with what is left to do there, or what is wrong. */
export async function connectChannelAction(_: FormState, form: FormData): Promise<FormState> {
  const type = text(form, 'type')
  if (!isConnectedType(type)) return { error: 'bad_input', field: 'type' }
  const made = await runForm(createChannel, { type, name: text(form, 'name'), settings: connection(type, form) }, { path, form, keep: kept(type) })
  if (!made.done || made.done === true) return { error: made.error, field: made.field, said: made.said }
  await run(testChannel, { channelId: made.done.id })
  redirect(`${path}/${made.done.id}`)
}

export async function saveConnectionAction(_: FormState, form: FormData): Promise<FormState> {
  const type = text(form, 'type')
  if (!isConnectedType(type)) return { error: 'bad_input', field: 'type' }
  const input = { channelId: id(form, 'channelId'), name: text(form, 'name'), settings: connection(type, form) }
  return plain(await runForm(updateChannel, input, { path, form, keep: kept(type) }))
}

export async function testChannelAction(_: FormState<Tested | true>, form: FormData): Promise<FormState<Tested | true>> {
  return runForm(testChannel, { channelId: id(form, 'channelId') }, { path, form })
}

export async function setChannelEnabledAction(_: FormState, form: FormData): Promise<FormState> {
  return plain(await runForm(setChannelEnabled, { channelId: id(form, 'channelId'), enabled: text(form, 'enabled') === 'true' }, { path, form }))
}

export async function rotateSecretAction(_: FormState, form: FormData): Promise<FormState> {
  return plain(await runForm(rotateSecret, { channelId: id(form, 'channelId') }, { path, form }))
}

/** The page reads the channel anew; its secret need not travel in the answer as well. */
const plain = (state: FormState): FormState => (state.done ? { done: true } : state)

/** One origin per line, or separated by commas. Fields that the form does not have stay as they are. */
function settingsOf(form: FormData): Record<string, unknown> {
  if (!form.has('allowedOrigins')) return {}
  return {
    allowedOrigins: text(form, 'allowedOrigins')
      .split(/[\s,]+/)
      .filter(Boolean),
    color: text(form, 'color'),
    greeting: text(form, 'greeting'),
  }
}

const connection = (type: ConnectedType, form: FormData) => settingsFrom(type, (name: FieldName) => text(form, name))
/** What may be shown again after a failure: everything but the secrets. */
const kept = (type: ConnectedType) => [
  'name',
  ...fieldsOf(type)
    .filter((f) => f.kind !== 'secret')
    .map((f) => f.name),
]
