/** The same once more, for what went wrong on a channel: one, or all in bounded bites. Admins only. */
import { and, desc, eq, inArray, isNotNull, isNull, ne } from 'drizzle-orm'
import { z } from 'zod'
import { afterCommit } from '@/db/client'
import { inboundEvents } from '@/db/schema/inbound'
import { messageParts, messages } from '@/db/schema/messages'
import { jobs } from '@/db/schema/events'
import { announceJobs } from '../announce'
import { command, type Work } from '../command'
import { incoming } from '../inbound/event'
import { laneOf, wakeLane } from '../inbound/lane'
import { retry } from '../messages/delivery'
import { rowId } from '../text'
import { deadJobsOf } from './dead-jobs'
import { loadChannel } from './load'

const BITE = 200
const input = z.object({ channelId: rowId, id: rowId.optional() })
const spec = { permission: 'channels:manage', input } as const

/** What could not be acted on is acted on again (`id`: that event). Returns how many. Throws `not_found`. */
export const retryEvents = command(spec, async (w, { channelId, id }): Promise<number> => {
  const c = await loadChannel(w, channelId)
  await nameMails(w, c.id)
  const some = w.db
    .select({ id: inboundEvents.id })
    .from(inboundEvents)
    .where(and(eq(inboundEvents.channelId, c.id), eq(inboundEvents.state, 'failed'), isNotNull(inboundEvents.event), id ? eq(inboundEvents.id, id) : undefined))
    .orderBy(desc(inboundEvents.id))
    .limit(BITE)
  const again = await w.db.update(inboundEvents).set({ state: 'waiting', error: null }).where(inArray(inboundEvents.id, some)).returning({ id: inboundEvents.id })
  if (again.length > 0) await wakeLane(w.db, w.workspaceId, laneOf(c.id), w.at)
  return again.length
})

/** Mails that were kept as bytes alone, by an earlier version: what they are is their kind. */
async function nameMails(w: Work, channelId: number): Promise<void> {
  const found = await w.db
    .select({ id: inboundEvents.id, key: inboundEvents.key, raw: inboundEvents.raw })
    .from(inboundEvents)
    .where(and(eq(inboundEvents.channelId, channelId), eq(inboundEvents.state, 'failed'), eq(inboundEvents.type, 'mail'), isNull(inboundEvents.event)))
    .orderBy(desc(inboundEvents.id))
    .limit(BITE)
  for (const { id, key, raw } of found) {
    const event = incoming.safeParse({ type: 'mail', blob: raw ?? '', direction: key.startsWith('imap:sent') ? 'sent' : 'in' })
    if (event.success) await w.db.update(inboundEvents).set({ event: event.data }).where(eq(inboundEvents.id, id))
  }
}

/** Most that is read once more at a time. */
const READ_AGAIN = 20
export type NotUnderstood = { id: number; raw: string }

/** What came and was never understood, as it came: to be read once more (`id`: that one). Throws `not_found`. */
export const notUnderstood = command(spec, async (w, { channelId, id }): Promise<NotUnderstood[]> => {
  const c = await loadChannel(w, channelId)
  const found = await w.db
    .select({ id: inboundEvents.id, raw: inboundEvents.raw })
    .from(inboundEvents)
    .where(
      and(
        eq(inboundEvents.channelId, c.id),
        eq(inboundEvents.state, 'failed'),
        ne(inboundEvents.type, 'mail'),
        isNull(inboundEvents.event),
        isNotNull(inboundEvents.raw),
        id ? eq(inboundEvents.id, id) : undefined,
      ),
    )
    .orderBy(desc(inboundEvents.id))
    .limit(READ_AGAIN)
  return found.map((e) => ({ id: e.id, raw: e.raw ?? '' }))
})

/** It was understood at last, and what it says is stored under names of its own. */
export const settleUnderstood = command(spec, async (w, { channelId, id }): Promise<void> => {
  await w.db
    .update(inboundEvents)
    .set({ state: 'done', error: null, key: `read-again:${id}` })
    .where(and(eq(inboundEvents.channelId, channelId), eq(inboundEvents.workspaceId, w.workspaceId), eq(inboundEvents.id, id ?? 0), eq(inboundEvents.state, 'failed')))
})

/** Given-up work lives again (`id`: that job). Returns how many. Throws `not_found`. */
export const retryJobs = command(spec, async (w, { channelId, id }): Promise<number> => {
  const c = await loadChannel(w, channelId)
  const { found } = await deadJobsOf(w.db, w.workspaceId, c.id, id ? { before: id + 1, limit: 1 } : { limit: BITE })
  const ids = found.map((j) => j.id).filter((j) => !id || j === id)
  if (ids.length === 0) return 0
  const alive = await w.db
    .update(jobs)
    .set({ state: 'ready', attempts: 0, runAt: w.at })
    .where(and(inArray(jobs.id, ids), eq(jobs.state, 'dead')))
    .returning({ id: jobs.id })
  afterCommit(announceJobs)
  return alive.length
})

/**
 * Messages that did not leave are sent again (`id`: that message). Of all at once, those that may have arrived are left
 * out: only somebody who looked may send them twice. Returns how many. Throws `not_found`, and `not_retryable` for one.
 */
export const retryUnsent = command(spec, async (w, { channelId, id }): Promise<number> => {
  const c = await loadChannel(w, channelId)
  const failed = await w.db
    .select({ messageId: messageParts.messageId, error: messageParts.error, meta: messages.meta })
    .from(messageParts)
    .innerJoin(messages, eq(messages.id, messageParts.messageId))
    .where(and(eq(messageParts.channelId, c.id), eq(messageParts.state, 'failed'), isNull(messages.deletedAt), id ? eq(messageParts.messageId, id) : undefined))
    .orderBy(desc(messageParts.id))
    .limit(BITE)
  const isLeft = (p: (typeof failed)[number]) => p.error === 'delivery_unclear' || p.meta.acts?.remove?.state === 'queued'
  const unclear = new Set(id ? [] : failed.flatMap((p) => (isLeft(p) ? [p.messageId] : [])))
  // In the order they were written.
  const wanted = [...new Set(failed.map((p) => p.messageId))].filter((m) => !unclear.has(m)).toSorted((a, b) => a - b)
  for (const messageId of wanted) await retry(w.actor, { messageId })
  return wanted.length
})
