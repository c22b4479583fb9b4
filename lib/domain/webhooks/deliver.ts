/** The fate of deliveries: which may go now, and what an attempt meant. */
import { and, asc, eq, exists, inArray, isNull, lt, lte, not, notInArray, or, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { z } from 'zod'
import { transaction } from '@/db/client'
import { lockFreeRows } from '@/db/dialects'
import { webhookDeliveries, webhooks } from '@/db/schema/programs'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import type { StoredWebhook } from './create'
import { endpointsOf } from './own'
import type { Format } from './plan'
import { endEndpoints, readsOf } from './reads'
import { opened } from './secrets'

export type Due = { delivery: typeof webhookDeliveries.$inferSelect; hook: StoredWebhook }

const minute = 60_000
/** An endpoint that fails this long is suspended: its cursor stands still, so nothing is lost. */
const SUSPEND_AFTER = 24 * 60 * minute

/** How many of one endpoint, and of one workspace, may be on their way at a time; `have`: how many are, by id. */
export type Shares = { endpoint: number; workspace: number; have: { endpoint: ReadonlyMap<number, number>; workspace: ReadonlyMap<number, number> } }

const NO_SHARES: Shares = { endpoint: Infinity, workspace: Infinity, have: { endpoint: new Map(), workspace: new Map() } }

/**
 * Takes up to `n` deliveries that may go now, for `leaseMs`. One conversation's go one after the other, and nobody gets more
 * than their share: an endpoint that never answers must not hold up the others.
 */
export async function claimDeliveries(now: Date, leaseMs: number, n: number, shares = NO_SHARES): Promise<Due[]> {
  for (;;) {
    const { due, looked } = await claimSome(now, leaseMs, n, shares)
    // Whatever a suspended endpoint has waiting was put off at once: it must not stand before everybody else's.
    if (due.length > 0 || looked === 0) return due
  }
}

const full = (have: ReadonlyMap<number, number>, most: number) => [...have].filter(([, n]) => n >= most).map(([id]) => id)

function claimSome(now: Date, leaseMs: number, n: number, shares: Shares): Promise<{ due: Due[]; looked: number }> {
  const have = { endpoint: new Map(shares.have.endpoint), workspace: new Map(shares.have.workspace) }
  const [fullEndpoints, fullWorkspaces] = [full(have.endpoint, shares.endpoint), full(have.workspace, shares.workspace)]
  return transaction(async (db) => {
    const d = webhookDeliveries
    const earlier = alias(webhookDeliveries, 'earlier')
    const inOrder = not(
      exists(
        db
          .select({ one: sql`1` })
          .from(earlier)
          .where(
            and(
              eq(earlier.webhookId, d.webhookId),
              eq(earlier.state, 'waiting'),
              sql`${earlier.conversationId} is not distinct from ${d.conversationId}`,
              lt(earlier.id, d.id),
            ),
          ),
      ),
    )
    const due = await lockFreeRows(
      db
        .select()
        .from(d)
        .where(
          and(
            eq(d.state, 'waiting'),
            lte(d.nextAt, now),
            inOrder,
            fullEndpoints.length > 0 ? notInArray(d.webhookId, fullEndpoints) : undefined,
            fullWorkspaces.length > 0
              ? notInArray(d.webhookId, db.select({ id: webhooks.id }).from(webhooks).where(inArray(webhooks.workspaceId, fullWorkspaces)))
              : undefined,
          ),
        )
        .orderBy(asc(d.nextAt), asc(d.id))
        .limit(n),
    )
    const out: Due[] = []
    for (const row of due) {
      const [hook] = await db
        .select()
        .from(webhooks)
        .where(and(eq(webhooks.id, row.webhookId), isNull(webhooks.suspendedAt)))
      if (hook && (await readsOf(db, hook, now)) === null) {
        await endEndpoints(db, eq(webhooks.id, hook.id), now)
        continue
      }
      if (hook) {
        const [ofEndpoint, ofWorkspace] = [have.endpoint.get(hook.id) ?? 0, have.workspace.get(hook.workspaceId) ?? 0]
        if (ofEndpoint >= shares.endpoint || ofWorkspace >= shares.workspace) continue
        have.endpoint.set(hook.id, ofEndpoint + 1)
        have.workspace.set(hook.workspaceId, ofWorkspace + 1)
      }
      // The lease is the next attempt's time: a process that dies leaves the delivery due again.
      await db
        .update(d)
        .set({ nextAt: new Date(now.getTime() + (hook ? leaseMs : 10 * minute)) })
        .where(hook ? eq(d.id, row.id) : and(eq(d.webhookId, row.webhookId), eq(d.state, 'waiting'), lte(d.nextAt, now)))
      const ready = hook && openedOrNull(hook)
      if (ready) out.push({ delivery: row, hook: ready })
      else if (hook) await db.update(webhooks).set({ suspendedAt: now }).where(eq(webhooks.id, hook.id))
    }
    return { due: out, looked: due.length }
  })
}

/** Holds a delivery that is under way for `leaseMs` more. */
export async function renewDelivery(id: number, leaseMs: number): Promise<void> {
  const nextAt = new Date(Date.now() + leaseMs)
  await transaction(async (db) => {
    await db
      .update(webhookDeliveries)
      .set({ nextAt })
      .where(and(eq(webhookDeliveries.id, id), eq(webhookDeliveries.state, 'waiting')))
  })
}

/** An endpoint whose secrets no key at hand opens can sign nothing: it rests until it is woken. */
function openedOrNull(hook: StoredWebhook): StoredWebhook | null {
  try {
    return opened(hook)
  } catch {
    console.error(`webhooks: no key at hand opens the secrets of endpoint ${hook.id}: it rests`)
    return null
  }
}

/** Writes what an attempt meant. `status` is the HTTP status when there was one; `rule`: the dialect's. */
export async function settle(
  due: Due,
  outcome: { ok: boolean; status?: number; error?: string },
  rule: Pick<Format, 'attempts' | 'waitMs'>,
  now = new Date(),
): Promise<void> {
  const { delivery: d, hook } = due
  const attempts = d.attempts + 1
  await transaction(async (db) => {
    if (outcome.ok) {
      await db
        .update(webhookDeliveries)
        .set({ state: 'delivered', attempts, status: outcome.status, error: null, deliveredAt: now })
        .where(eq(webhookDeliveries.id, d.id))
      await db
        .update(webhooks)
        .set({ failingSince: null })
        .where(and(eq(webhooks.id, hook.id), sql`${webhooks.failingSince} is not null`))
      return
    }
    const over = attempts >= rule.attempts
    const fields = { attempts, status: outcome.status ?? null, error: (outcome.error ?? '').slice(0, 300), nextAt: new Date(now.getTime() + rule.waitMs(attempts)) }
    await db
      .update(webhookDeliveries)
      .set({ ...fields, state: over ? 'failed' : 'waiting' })
      .where(eq(webhookDeliveries.id, d.id))
    await db
      .update(webhooks)
      .set({ failingSince: now })
      .where(and(eq(webhooks.id, hook.id), isNull(webhooks.failingSince)))
    const long = new Date(now.getTime() - SUSPEND_AFTER)
    await db
      .update(webhooks)
      .set({ suspendedAt: now })
      .where(and(eq(webhooks.id, hook.id), lt(webhooks.failingSince, long), isNull(webhooks.suspendedAt)))
  })
}

/**
 * Sends one delivery again, or (without `deliveryId`) wakes a suspended endpoint and all that failed. Throws `not_found`;
 * `token_ended` when the token that made the endpoint has ended, or is no admin's.
 */
export const replay = command({ permission: 'webhooks:manage', input: z.object({ webhookId: rowId, deliveryId: rowId.optional() }) }, async (w, input) => {
  const [hook] = await w.db
    .select({ id: webhooks.id, tokenId: webhooks.tokenId })
    .from(webhooks)
    .where(and(eq(webhooks.id, input.webhookId), endpointsOf(w.actor)))
  if (!hook) refuse('not_found')
  if ((await readsOf(w.db, hook, w.at)) === null) refuse('token_ended')
  await w.db.update(webhooks).set({ suspendedAt: null, failingSince: null }).where(eq(webhooks.id, hook.id))
  const which = input.deliveryId ? eq(webhookDeliveries.id, input.deliveryId) : or(eq(webhookDeliveries.state, 'failed'), eq(webhookDeliveries.state, 'waiting'))
  const again = await w.db
    .update(webhookDeliveries)
    .set({ state: 'waiting', attempts: 0, error: null, nextAt: w.at })
    .where(and(eq(webhookDeliveries.webhookId, hook.id), which))
    .returning({ id: webhookDeliveries.id })
  if (input.deliveryId && again.length === 0) refuse('not_found')
  return again.length
})
