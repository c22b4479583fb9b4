'use server'
/** Channels, by admins: the forms of /settings/channels. */
import { Resolver } from 'node:dns/promises'
import { redirect } from 'next/navigation'
import { currentActor, type UserActor } from '@/lib/auth/session'
import { type Guess, guessServers } from '@/lib/channels/email/guess'
import { fieldsOf, isConnectedType, settingsFrom } from '@/lib/channels/form'
import type { ConnectedType, FieldName } from '@/lib/channels/kinds'
import { type Tested, testChannel } from '@/lib/channels/test'
import { connectsByCall } from '@/lib/channels/try'
import { takeAgain } from './read-again'
import { retryJobs, retryUnsent } from '@/lib/domain/channels/again'
import { createChannel } from '@/lib/domain/channels/create'
import { deleteChannel, restoreChannel } from '@/lib/domain/channels/delete'
import { rotateSecret } from '@/lib/domain/channels/rotate-secret'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { updateChannel } from '@/lib/domain/channels/update'
import { may } from '@/lib/domain/policy'
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

/** Saves and tries at once: what was saved may be right in form and wrong in fact. */
export async function saveConnectionAction(_: FormState<Tested | true>, form: FormData): Promise<FormState<Tested | true>> {
  const type = text(form, 'type')
  if (!isConnectedType(type)) return { error: 'bad_input', field: 'type' }
  const input = { channelId: id(form, 'channelId'), name: text(form, 'name'), settings: connection(type, form) }
  const saved = await runForm(updateChannel, input, { path, form, keep: kept(type) })
  if (!saved.done) return { error: saved.error, field: saved.field, fields: saved.fields, said: saved.said }
  return runForm(testChannel, { channelId: input.channelId }, { path, form })
}

export async function testChannelAction(_: FormState<Tested | true>, form: FormData): Promise<FormState<Tested | true>> {
  return runForm(testChannel, { channelId: id(form, 'channelId') }, { path, form })
}

export async function setChannelEnabledAction(_: FormState, form: FormData): Promise<FormState> {
  return plain(await runForm(setChannelEnabled, { channelId: id(form, 'channelId'), enabled: text(form, 'enabled') === 'true' }, { path, form }))
}

/** A secret that the provider learns by a call is told at once. */
export async function rotateSecretAction(_: FormState, form: FormData): Promise<FormState> {
  const [channelId, name] = [id(form, 'channelId'), text(form, 'name') || undefined]
  const made = await runForm(rotateSecret, { channelId, name }, { path, form })
  if (made.done && made.done !== true && connectsByCall(made.done.type)) await run(testChannel, { channelId })
  return plain(made)
}

/** Deletes it and shows the list, where it can be brought back for a while. */
export async function deleteChannelAction(_: FormState, form: FormData): Promise<FormState> {
  const done = await runForm(deleteChannel, { channelId: id(form, 'channelId'), name: text(form, 'name') }, { path, form, keep: ['name'] })
  if (!done.done) return { error: done.error, field: done.field, said: done.said }
  redirect(path)
}

export async function restoreChannelAction(_: FormState, form: FormData): Promise<FormState> {
  return plain(await runForm(restoreChannel, { channelId: id(form, 'channelId') }, { path, form }))
}

const AGAIN = { events: takeAgain, jobs: retryJobs, unsent: retryUnsent } as const
export type Retried = { count: number }

/** Once more what went wrong: `id`, or all of `what`. */
export async function retryAction(_: FormState<Retried | true>, form: FormData): Promise<FormState<Retried | true>> {
  const what = text(form, 'what')
  const verb = AGAIN[what === 'events' || what === 'jobs' ? what : 'unsent']
  const input = { channelId: id(form, 'channelId'), id: text(form, 'id') ? id(form, 'id') : undefined }
  return runForm(async (actor: UserActor, i: typeof input) => ({ count: await verb(actor, i) }), input, { path, form })
}

/** The servers of a mailbox whose provider is known. Admins only; null for everybody and everything else. */
export async function guessServersAction(address: string): Promise<Guess | null> {
  const actor = await currentActor()
  if (!actor || !may(actor, 'channels:manage') || typeof address !== 'string' || address.length > 254) return null
  const resolver = new Resolver({ timeout: 2_000, tries: 1 })
  return guessServers(address, async (domain) => (await resolver.resolveMx(domain)).map((mx) => mx.exchange))
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
