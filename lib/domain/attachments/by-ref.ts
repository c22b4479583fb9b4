import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { attachments } from '@/db/schema/messages'
import { uploaderKey } from '../messages/append'
import type { StoredAttachment } from '../messages/view'
import { query } from '../query'

/** The actor's own uploads with these ids of theirs, sent or not yet. */
export const findByRefs = query(
  { permission: 'conversations:read', input: z.object({ refs: z.array(z.string().max(100)).max(50) }) },
  async ({ db, actor }, { refs }): Promise<StoredAttachment[]> => {
    if (refs.length === 0) return []
    return db
      .select()
      .from(attachments)
      .where(and(eq(attachments.workspaceId, actor.workspaceId), inArray(attachments.ref, refs), eq(attachments.uploadedBy, uploaderKey(actor))))
  },
)
