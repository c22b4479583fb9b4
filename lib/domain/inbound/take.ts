import { and, eq, sql } from 'drizzle-orm'
import { z } from 'zod'
import { lockRows } from '@/db/dialects'
import { bind, prepared, slots } from '@/db/prepared'
import { inboundEvents } from '@/db/schema/inbound'
import { channelRow } from '../channels/load'
import { setProblem } from '../channels/set-problem'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { takeDelete, takeEdit, takeReaction } from './change'
import { takeConsent } from './consent'
import { takeEcho } from './echo'
import { incoming, type InboundEvent } from './event'
import { takeMailLater } from './mail'
import { takeIdentity } from './identity'
import { underNow } from './moved'
import { wakeLane } from './lane'
import { takeMessage, takeUnsupported } from './message'
import type { Arrival, Outcome } from './outcome'
import { takeStatus } from './status'
import { takeTemplate } from './template'

/**
 * How long (ms) something waits for the message it speaks of. An echo waits only for our own send to end; new words are
 * shown by themselves soon, and join what they change when that comes after all.
 */
export const patience = (type: string) => (type === 'message' ? 5_000 : type === 'edit' ? 10_000 : 10 * 60_000)

/** Stands beside what has waited long enough (work-off.ts). */
export const LATE = 'late'

const takers: { [T in InboundEvent['type']]: (a: Arrival<T>) => Promise<Outcome> } = {
  message: (a) => (a.e.direction === 'echo' ? takeEcho(a) : takeMessage(a)),
  edit: takeEdit,
  delete: takeDelete,
  reaction: takeReaction,
  status: takeStatus,
  identity: takeIdentity,
  consent: takeConsent,
  unsupported: takeUnsupported,
  typing: async () => ({}),
  mail: takeMailLater,
  template: takeTemplate,
  ignored: async ({ e }) => ({ note: e.what }),
  account: async ({ w, channel, e }) => {
    await setProblem(w.actor, { channelId: channel.id, problem: e.fault && { code: e.fault.code, message: e.fault.message } })
    return {}
  },
}

/** Acts on one stored event, once: again is quiet. Throws what its verb throws; then nothing happened. */
export const takeInbound = command({ permission: 'messages:receive', input: z.object({ eventId: rowId }) }, async (w, { eventId }): Promise<void> => {
  const [row] = await prepared(w.db, 'inbound:take', (db, name) =>
    lockRows(
      db
        .select()
        .from(inboundEvents)
        .where(and(eq(inboundEvents.id, sql.placeholder('id')), eq(inboundEvents.workspaceId, sql.placeholder('workspaceId')))),
      inboundEvents,
    ).prepare(name),
  ).execute({ id: eventId, workspaceId: w.workspaceId })
  if (!row || row.state !== 'waiting') return
  const channel = (await channelRow(w, row.channelId)) ?? refuse('not_found')
  if (channel.disabledAt) refuse('channel_off')
  const e = await underNow(w, channel, incoming.parse(row.event), row.at)
  const late = row.error === LATE
  const outcome = await (takers[e.type] as (a: Arrival<InboundEvent['type']>) => Promise<Outcome>)({ w, channel, id: row.id, at: row.at, late, e })
  const parked = 'parked' in outcome
  await settled(w, row.id, parked ? { state: 'parked', about: outcome.parked } : { state: 'done', about: row.about, error: outcome.note, messageId: outcome.messageId })
  if (parked) await wakeLane(w.db, w.workspaceId, row.lane, new Date(w.at.getTime() + patience(row.type) + 1), { late: true })
})

const SETTLED = ['state', 'about', 'error', 'messageId'] as const

const settled = (w: Work, id: number, became: Partial<typeof inboundEvents.$inferInsert>) =>
  prepared(w.db, 'inbound:settled', (db, name) =>
    db
      .update(inboundEvents)
      .set(slots(SETTLED))
      .where(eq(inboundEvents.id, sql.placeholder('rowId')))
      .prepare(name),
  ).execute({ ...bind(inboundEvents, SETTLED, became), rowId: id })

/** Keeps what could not be acted on, with the reason, for an admin to see; it stops nobody behind it. */
export const failInbound = command(
  { permission: 'messages:receive', input: z.object({ eventId: rowId, error: z.string().max(1000) }) },
  async (w, { eventId, error }): Promise<void> => {
    await w.db
      .update(inboundEvents)
      .set({ state: 'failed', error })
      .where(and(eq(inboundEvents.id, eventId), eq(inboundEvents.workspaceId, w.workspaceId), sql`${inboundEvents.state} in ('waiting', 'parked')`))
  },
)
