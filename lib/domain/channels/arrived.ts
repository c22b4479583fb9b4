import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { inboundEvents } from '@/db/schema/inbound'
import { refuse } from '../errors'
import { incoming } from '../inbound/event'
import { query } from '../query'
import { rowId } from '../text'

/** `blob`: where the bytes of a mail lie; `text`: what came, or what was understood of it. `name`: for a file of it. */
export type ArrivedRaw = { name: string; blob: string | null; text: string }

/** All that was kept of something that arrived, as it came. Throws `not_found`. */
export const arrivedRaw = query(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, id: rowId }) },
  async ({ db, actor }, { channelId, id }): Promise<ArrivedRaw> => {
    const [e] = await db
      .select()
      .from(inboundEvents)
      .where(and(eq(inboundEvents.id, id), eq(inboundEvents.channelId, channelId), eq(inboundEvents.workspaceId, actor.workspaceId)))
    if (!e || (e.raw === null && e.event === null)) refuse('not_found')
    const { data: event } = incoming.safeParse(e.event)
    if (e.type === 'mail' && !(event?.type === 'mail' && event.remote)) {
      const blob = event?.type === 'mail' ? (event.blob ?? null) : e.raw
      return { name: `${(event?.type === 'mail' && event.subject) || `mail-${id}`}.eml`, blob, text: '' }
    }
    return { name: `${e.type}-${id}.json`, blob: null, text: e.raw ?? JSON.stringify(e.event, null, 2) }
  },
)
