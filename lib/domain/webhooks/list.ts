import { and, desc, eq, lt } from 'drizzle-orm'
import { z } from 'zod'
import { users } from '@/db/schema/users'
import { tokens, WEBHOOK_FORMS, webhookDeliveries, webhooks } from '@/db/schema/programs'
import { query } from '../query'
import { rowId } from '../text'
import { webhookView } from './create'
import { endpointsOf } from './own'
import { hasEnded } from './reads'

/** The workspace's endpoints, newest first (at most 100 can exist). */
export const listWebhooks = query({ permission: 'webhooks:manage', input: z.object({ form: z.enum(WEBHOOK_FORMS).optional() }) }, async ({ db, actor }, input) => {
  const rows = await db
    .select({ hook: webhooks, token: { id: tokens.id, revokedAt: tokens.revokedAt, expiresAt: tokens.expiresAt, disabledAt: users.disabledAt, role: users.role } })
    .from(webhooks)
    .leftJoin(tokens, eq(tokens.id, webhooks.tokenId))
    .leftJoin(users, eq(users.id, tokens.userId))
    .where(and(endpointsOf(actor), input.form ? eq(webhooks.form, input.form) : undefined))
    .orderBy(desc(webhooks.id))
    .limit(100)
  const now = new Date()
  return rows.map(({ hook, token }) => webhookView(hook, token !== null && hasEnded(token, now)))
})

export type DeliveryView = {
  id: number
  kind: string
  state: 'waiting' | 'delivered' | 'failed'
  attempts: number
  status: number | null
  error: string | null
  createdAt: number
  nextAt: number
  deliveredAt: number | null
}

/** An endpoint's deliveries, newest first. `before`: an id to go on from. */
export const listDeliveries = query(
  { permission: 'webhooks:manage', input: z.object({ webhookId: rowId, before: rowId.optional(), limit: z.number().int().min(1).max(100).default(50) }) },
  async ({ db, actor }, input): Promise<DeliveryView[]> => {
    const rows = await db
      .select({ d: webhookDeliveries })
      .from(webhookDeliveries)
      .innerJoin(webhooks, eq(webhooks.id, webhookDeliveries.webhookId))
      .where(and(endpointsOf(actor), eq(webhooks.id, input.webhookId), input.before ? lt(webhookDeliveries.id, input.before) : undefined))
      .orderBy(desc(webhookDeliveries.id))
      .limit(input.limit)
    return rows.map(({ d }) => ({
      id: d.id,
      kind: d.kind,
      state: d.state,
      attempts: d.attempts,
      status: d.status,
      error: d.error,
      createdAt: d.createdAt.getTime(),
      nextAt: d.nextAt.getTime(),
      deliveredAt: d.deliveredAt?.getTime() ?? null,
    }))
  },
)
