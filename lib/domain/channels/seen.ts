import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { conversations } from '@/db/schema/conversations'
import { query } from '../query'
import { rowId } from '../text'

/** Whether a customer ever wrote, or was written to, through a channel. */
export const hasConversations = query(
  { permission: 'channels:manage', input: z.object({ channelId: rowId }) },
  async ({ db, actor }, { channelId }): Promise<boolean> => {
    const [one] = await db.select({ workspaceId: conversations.workspaceId }).from(conversations).where(eq(conversations.channelId, channelId)).limit(1)
    return one?.workspaceId === actor.workspaceId
  },
)
