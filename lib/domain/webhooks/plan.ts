/**
 * From the event log to deliveries. An endpoint's cursor moves in the same transaction in which its deliveries are
 * written, so each event becomes each body once, whatever dies in between.
 */
import { and, asc, eq, gt, isNull, sql } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { reader, transaction } from '@/db/client'
import { lockRows } from '@/db/dialects'
import { events } from '@/db/schema/events'
import { webhookDeliveries, webhooks } from '@/db/schema/programs'
import { workspaces } from '@/db/schema/workspaces'
import type { StoredWebhook } from './create'
import { endEndpoints, type Reads, readsOf, scopeOf } from './reads'

export type StoredEvent = typeof events.$inferSelect
export type Format = {
  /**
   * What one event is to one endpoint, in its dialect: none, one or several bodies. `ref` is the delivery's public id. The
   * endpoint `reads` the noun that the event is about; whatever else a body shows is asked for.
   */
  tell(hook: StoredWebhook, event: StoredEvent, reads: Reads): Promise<{ kind: string; ref: string; body: string }[]>
  /** How often a delivery is tried, and how long after an attempt (from 1) the next one waits. */
  attempts: number
  waitMs(attempt: number): number
  /** Which HTTP statuses mean that it arrived; absent: any success. */
  took?(status: number): boolean
  /** Headers beside the usual ones, such as a signature of the body. */
  headers?(hook: StoredWebhook, delivery: { body: string; ref: string; kind: string }): Record<string, string>
}
export type Formats = Record<StoredWebhook['form'], Format>

const minute = 60_000
/** Where a dialect's document says nothing: backoff up to an hour, for about a day. */
export const usualRetries: Pick<Format, 'attempts' | 'waitMs'> = { attempts: 30, waitMs: (attempt) => Math.min(5_000 * 2 ** (attempt - 1), 60 * minute) }

const BATCH = 100

/** Endpoints with something new to hear. At most 200 at a time. */
export async function behind(): Promise<number[]> {
  const db = await reader()
  const rows = await db
    .select({ id: webhooks.id })
    .from(webhooks)
    .innerJoin(workspaces, eq(workspaces.id, webhooks.workspaceId))
    .where(and(isNull(webhooks.suspendedAt), gt(workspaces.eventSeq, webhooks.cursor)))
    .orderBy(asc(webhooks.id))
    .limit(200)
  return rows.map((r) => r.id)
}

type Hearing = { hook: StoredWebhook; reads: Reads }

/** The bodies of an event that this endpoint is to hear. */
async function toTell({ hook, reads }: Hearing, event: StoredEvent, formats: Formats): Promise<{ kind: string; ref: string; body: string }[]> {
  if (event.seq <= (hook.fromSeq ?? 0)) return []
  if (hook.only.conversationId && event.conversationId !== hook.only.conversationId) return []
  const scope = scopeOf(event.kind)
  if (!scope || !reads(scope)) return []
  const made = await formats[hook.form].tell(hook, event, reads)
  return made.filter((m) => hook.kinds.length === 0 || hook.kinds.includes(m.kind))
}

/** Newer endpoints at the same address: what one of them hears, this one need not tell again, and the newest secret is the one its program has. */
async function sameAddress(db: Read, hook: StoredWebhook, at: Date): Promise<Hearing[]> {
  const found = await db
    .select()
    .from(webhooks)
    .where(
      and(eq(webhooks.workspaceId, hook.workspaceId), eq(webhooks.form, hook.form), eq(webhooks.url, hook.url), gt(webhooks.id, hook.id), isNull(webhooks.suspendedAt)),
    )
  const out: Hearing[] = []
  for (const other of found) {
    const reads = await readsOf(db, other, at)
    if (reads) out.push({ hook: other, reads })
  }
  return out
}

/** Turns the next events into deliveries of one endpoint. Returns whether there is more. */
export async function plan(webhookId: number, formats: Formats): Promise<boolean> {
  return transaction(async (db) => {
    const [hook] = await lockRows(db.select().from(webhooks).where(eq(webhooks.id, webhookId)), webhooks)
    if (!hook || hook.suspendedAt) return false
    const now = new Date()
    const reads = await readsOf(db, hook, now)
    if (!reads) {
      await endEndpoints(db, eq(webhooks.id, hook.id), now)
      return false
    }
    const rows = await db
      .select()
      .from(events)
      .where(and(eq(events.workspaceId, hook.workspaceId), gt(events.seq, hook.cursor)))
      .orderBy(asc(events.seq))
      .limit(BATCH)
    const last = rows.at(-1)
    if (!last) return false
    const newer = await sameAddress(db, hook, now)
    for (const event of rows) {
      const told = await toTell({ hook, reads }, event, formats)
      const elsewhere = told.length === 0 ? [] : await Promise.all(newer.map((n) => toTell(n, event, formats)))
      for (const made of told) {
        if (elsewhere.some((bodies) => bodies.some((b) => b.kind === made.kind))) continue
        await db
          .insert(webhookDeliveries)
          .values({ webhookId: hook.id, seq: event.seq, conversationId: event.conversationId, kind: made.kind, ref: made.ref, body: made.body, nextAt: new Date() })
          .onConflictDoNothing()
      }
    }
    await db
      .update(webhooks)
      .set({ cursor: sql`${last.seq}` })
      .where(eq(webhooks.id, hook.id))
    return rows.length === BATCH
  })
}
