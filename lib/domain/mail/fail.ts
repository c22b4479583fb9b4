import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { inboundEvents } from '@/db/schema/inbound'
import { command } from '../command'
import { incoming } from '../inbound/event'
import { laneOf } from '../inbound/lane'
import { cleanLine, moment, rowId } from '../text'

const line = (max: number) => z.string().transform((s) => cleanLine(s).slice(0, max).toWellFormed())

/**
 * Keeps a mail that could not be taken in, with the reason and who it is from, for an admin to see and to try again. `eventId`: what
 * told of it; without one, `key` is the mail's own name. `blob`: where its bytes lie; `remote`: the provider's id of it.
 */
export const failMail = command(
  {
    permission: 'messages:receive',
    input: z.object({
      channelId: rowId,
      eventId: rowId.optional(),
      key: z.string().max(300),
      at: moment,
      blob: z.string().max(100).optional(),
      remote: z.string().max(500).optional(),
      direction: z.enum(['in', 'sent']).default('in'),
      envelopeTo: z.array(z.string()).default([]),
      who: line(400).default(''),
      subject: line(2000).default(''),
      error: z.string().transform((s) => s.slice(0, 500)),
    }),
  },
  async (w, { channelId, eventId, key, at, error, ...of }): Promise<void> => {
    const event = incoming.parse({ type: 'mail', ...of })
    const failed = { event, raw: of.blob ?? of.remote ?? null, state: 'failed' as const, error }
    const here = and(eq(inboundEvents.id, eventId ?? 0), eq(inboundEvents.channelId, channelId), eq(inboundEvents.workspaceId, w.workspaceId))
    const known = eventId === undefined ? [] : await w.db.update(inboundEvents).set(failed).where(here).returning({ id: inboundEvents.id })
    if (known.length > 0) return
    await w.db
      .insert(inboundEvents)
      .values({ workspaceId: w.workspaceId, channelId, key, lane: laneOf(channelId), type: 'mail', at: new Date(at), ...failed })
      .onConflictDoUpdate({ target: [inboundEvents.channelId, inboundEvents.key], set: failed })
  },
)
