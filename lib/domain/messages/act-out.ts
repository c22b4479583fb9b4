/** The steps of an act's way out, for the job that tells the provider. All acts may be told twice without harm. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { type Acts, messages } from '@/db/schema/messages'
import { command } from '../command'
import { rowId } from '../text'
import { bury, holdMessage, partsOf, storeActs } from './acts'
import { type NoRecipient, type Recipient, recipientOf } from './recipient'

export type ActKind = keyof Acts
type Call = { type: 'react'; externalId: string; emoji: string | null } | { type: 'edit'; externalId: string; text: string } | { type: 'delete'; externalId: string }
/** `stamp`: what the act was when it was begun; one that changed meanwhile is told again by a job of its own. */
export type ActToTell = { kind: ActKind; stamp: string; calls: Call[] }
export type ActsToTell = { recipient: Recipient | NoRecipient; acts: ActToTell[]; isOnItsWay: boolean }

/** What is to be told of a message; null when there is nothing. `isOnItsWay`: it has not left itself yet. */
export const actsToTell = command({ permission: 'messages:deliver', input: z.object({ messageId: rowId }) }, async (w, { messageId }): Promise<ActsToTell | null> => {
  const { c, m } = await holdMessage(w, messageId)
  const { react, edit, remove } = m.meta.acts ?? {}
  if (m.deletedAt || ![react, edit, remove].some((a) => a?.state === 'queued')) return null
  const parts = m.contactId === null ? await partsOf(w, m.id) : []
  const ids = m.contactId === null ? parts.flatMap((p) => p.externalId ?? []) : m.externalId ? [m.externalId] : []
  const acts: ActToTell[] = []
  if (remove?.state === 'queued') acts.push({ kind: 'remove', stamp: 'remove', calls: ids.map((externalId) => ({ type: 'delete', externalId })) })
  if (edit?.state === 'queued') {
    const texts = parts.flatMap(({ externalId, content: { text } }) => (externalId && text !== undefined ? [{ type: 'edit' as const, externalId, text }] : []))
    acts.push({ kind: 'edit', stamp: m.body, calls: texts })
  }
  if (react?.state === 'queued')
    acts.push({ kind: 'react', stamp: String(react.emoji), calls: ids.slice(0, 1).map((externalId) => ({ type: 'react', externalId, emoji: react.emoji })) })
  return { recipient: await recipientOf(w.db, c.row), acts, isOnItsWay: m.delivery === 'queued' }
})

/** What became of it. Quiet when the act is another one by now, or was settled. `error`: one of our reasons or the provider's words; null: done. */
export const endAct = command(
  {
    permission: 'messages:deliver',
    input: z.object({ messageId: rowId, kind: z.enum(['react', 'edit', 'remove']), stamp: z.string(), error: z.string().max(500).nullable() }),
  },
  async (w, { messageId, kind, stamp, error }): Promise<void> => {
    const { c, m } = await holdMessage(w, messageId)
    const acts = m.meta.acts ?? {}
    const act = acts[kind]
    const now = kind === 'edit' ? m.body : kind === 'react' ? String(acts.react?.emoji) : 'remove'
    if (m.deletedAt || act?.state !== 'queued' || now !== stamp) return
    if (error !== null) return void (await storeActs(w, c, m, { ...acts, [kind]: { ...act, state: 'failed', error } }))
    if (kind === 'remove') return void (await bury(w, c, m))
    const { [kind]: _done, ...others } = acts
    const isShown = kind === 'react' && acts.react?.emoji
    await storeActs(w, c, m, isShown ? { ...acts, react: { ...acts.react, state: 'done' } as NonNullable<Acts['react']> } : others)
  },
)

/** Every act that is still to be told ends so: the job was given up. */
export const failActs = command(
  { permission: 'messages:deliver', input: z.object({ messageId: rowId, error: z.string().max(500) }) },
  async (w, { messageId, error }) => {
    const [there] = await w.db.select({ id: messages.id }).from(messages).where(eq(messages.id, messageId))
    if (!there) return
    const { c, m } = await holdMessage(w, messageId)
    const acts = Object.entries(m.meta.acts ?? {})
    if (m.deletedAt || !acts.some(([, a]) => a.state === 'queued')) return
    await storeActs(w, c, m, Object.fromEntries(acts.map(([kind, a]) => [kind, a.state === 'queued' ? { ...a, state: 'failed', error } : a])) as Acts)
  },
)
