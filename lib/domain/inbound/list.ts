import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { INBOUND_STATES, inboundEvents } from '@/db/schema/inbound'
import { query } from '../query'
import { rowId } from '../text'

/** Something a channel brought. `createdAt`: when it came, unix ms. */
export type InboundRow = { id: number; type: string; state: (typeof INBOUND_STATES)[number]; error: string | null; createdAt: number }

/** The newest of what a channel brought, newest first; `state`: only those. */
export const listInbound = query(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, state: z.enum(INBOUND_STATES).optional(), limit: z.number().int().min(1).max(100).default(10) }) },
  async ({ db, actor }, input): Promise<InboundRow[]> => {
    const rows = await db
      .select({ id: inboundEvents.id, type: inboundEvents.type, state: inboundEvents.state, error: inboundEvents.error, createdAt: inboundEvents.createdAt })
      .from(inboundEvents)
      .where(
        and(
          eq(inboundEvents.channelId, input.channelId),
          eq(inboundEvents.workspaceId, actor.workspaceId),
          input.state ? eq(inboundEvents.state, input.state) : undefined,
        ),
      )
      .orderBy(desc(inboundEvents.id))
      .limit(input.limit)
    return rows.map((r) => ({ ...r, createdAt: r.createdAt.getTime() }))
  },
)
