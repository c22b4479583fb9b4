'use server'
/** Channels of other companies, by admins: connect, change, try. */
import { redirect } from 'next/navigation'
import { tryChannel } from '@/lib/channels/try'
import type { Actor } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { createChannel } from '@/lib/domain/channels/create'
import { PROVIDER_FIELDS, PROVIDER_TYPES, type ProviderType } from '@/lib/domain/channels/provider-fields'
import { setProblem } from '@/lib/domain/channels/set-problem'
import { updateChannel } from '@/lib/domain/channels/update'
import { system } from '@/lib/domain/actor'
import { refuse } from '@/lib/domain/errors'
import { type FormState, id, runForm, text } from './form'

const path = '/settings/channels'

export async function connectProviderAction(_: FormState, form: FormData): Promise<FormState> {
  const type = typeOf(form)
  const made = await runForm(createChannel, { type, name: text(form, 'name'), settings: settingsOf(type, form) }, { path, form, keep: keptOf(type) })
  if (made.done && made.done !== true) redirect(`${path}/${made.done.id}`)
  return made.error ? { ...made, done: undefined } : {}
}

export async function updateProviderAction(_: FormState, form: FormData): Promise<FormState> {
  const type = typeOf(form)
  const state = await runForm(
    updateChannel,
    { channelId: id(form, 'channelId'), name: text(form, 'name'), settings: settingsOf(type, form) },
    { path, form, keep: keptOf(type) },
  )
  return state.done ? { done: true } : state
}

/** Tries the credentials, and tells the provider our address where that is a call. The channel's page shows what came of it. */
export async function tryChannelAction(_: FormState, form: FormData): Promise<FormState> {
  const state = await runForm(tryIt, { channelId: id(form, 'channelId') }, { path, form })
  return state.done ? { done: true } : state
}

async function tryIt(actor: Actor, { channelId }: { channelId: number }): Promise<true> {
  const problem = await tryChannel(await connectionOf(actor, { channelId }), { connect: true })
  await setProblem(system(actor.workspaceId), { channelId, problem: problem && { code: problem.code, message: problem.message } })
  return true
}

function typeOf(form: FormData): ProviderType {
  return PROVIDER_TYPES.find((t) => t === text(form, 'type')) ?? refuse('bad_input', { field: 'type', problem: 'unknown' })
}

/** An empty secret stays as it is; an empty address falls back to the provider's own. */
const settingsOf = (type: ProviderType, form: FormData): Record<string, unknown> =>
  Object.fromEntries(
    PROVIDER_FIELDS[type].flatMap(({ name, isSecret }) => {
      const said = text(form, name).trim()
      return said === '' && (isSecret || name === 'baseUrl') ? [] : [[name, said] as const]
    }),
  )

const keptOf = (type: ProviderType) => ['name', ...PROVIDER_FIELDS[type].filter((f) => !f.isSecret).map((f) => f.name)]
