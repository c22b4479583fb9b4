import { randomBytes } from 'node:crypto'
import { and, count, eq } from 'drizzle-orm'
import { z } from 'zod'
import { WEBHOOK_FORMS, webhooks } from '@/db/schema/programs'
import { workspaces } from '@/db/schema/workspaces'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { lineOrEmpty, rowId } from '../text'
import { endpointsOf } from './own'
import { sealed } from './secrets'

/** Most endpoints of one workspace. */
const MAX = 100

export const webhookInput = z.object({
  form: z.enum(WEBHOOK_FORMS),
  name: lineOrEmpty(120).default(''),
  url: z.url({ protocol: /^https?$/ }).max(2000),
  /** Kinds in the dialect's own words; empty: all. */
  kinds: z.array(z.string().min(1).max(80)).max(60).default([]),
  only: z.object({ conversationId: rowId.optional(), channelId: rowId.optional() }).default({}),
  authorization: z
    .string()
    .min(1)
    .max(1000)
    .regex(/^[\x20-\x7e]+$/)
    .optional(),
})

export type WebhookView = {
  id: number
  form: (typeof WEBHOOK_FORMS)[number]
  userId: number | null
  name: string
  url: string
  kinds: string[]
  only: { conversationId?: number; channelId?: number }
  createdAt: number
  failingSince: number | null
  suspendedAt: number | null
  /** The token that made it has ended, or its owner is no admin any more: it stays silent and cannot be woken. */
  tokenEnded: boolean
}
export type StoredWebhook = typeof webhooks.$inferSelect

/** The presenter: without the secret. */
export const webhookView = (h: StoredWebhook, tokenEnded = false): WebhookView => ({
  id: h.id,
  form: h.form,
  userId: h.userId,
  name: h.name,
  url: h.url,
  kinds: h.kinds,
  only: h.only,
  createdAt: h.createdAt.getTime(),
  failingSince: h.failingSince?.getTime() ?? null,
  suspendedAt: h.suspendedAt?.getTime() ?? null,
  tokenEnded,
})

/**
 * Makes an endpoint that hears of everything from now on; one that a program makes, of what its token may read, as long as
 * the token lives. The signing secret is in the answer and nowhere else. Throws `too_many` beyond 100 endpoints.
 */
export const createWebhook = command({ permission: 'webhooks:manage', input: webhookInput }, async (w, input) => {
  const [have] = await w.db.select({ n: count() }).from(webhooks).where(eq(webhooks.workspaceId, w.workspaceId))
  if ((have?.n ?? 0) >= MAX) refuse('too_many')
  const [here] = await w.db.select({ seq: workspaces.eventSeq }).from(workspaces).where(eq(workspaces.id, w.workspaceId))
  const secret = `whsec_${randomBytes(32).toString('base64url')}`
  const [made] = await w.db
    .insert(webhooks)
    .values({
      ...input,
      ...sealed({ secret, authorization: input.authorization }),
      workspaceId: w.workspaceId,
      userId: personOf(w.actor),
      tokenId: w.actor.kind === 'token' ? w.actor.tokenId : null,
      cursor: here?.seq ?? 0,
      fromSeq: here?.seq ?? 0,
    })
    .returning()
  if (!made) throw new Error('insert returned nothing')
  return { ...webhookView(made), secret }
})

/** Takes endpoints away, with their deliveries: one by id, or all of a form with this address. Returns how many. */
export const removeWebhook = command(
  { permission: 'webhooks:manage', input: z.union([z.object({ id: rowId }), z.object({ form: z.enum(WEBHOOK_FORMS), url: z.string().max(2000) })]) },
  async (w, input) => {
    const which = 'id' in input ? eq(webhooks.id, input.id) : and(eq(webhooks.form, input.form), eq(webhooks.url, input.url))
    const gone = await w.db
      .delete(webhooks)
      .where(and(endpointsOf(w.actor), which))
      .returning({ id: webhooks.id })
    return gone.length
  },
)
