import { z } from 'zod'
import { attachments } from '@/db/schema/messages'
import { command } from '../command'
import { refuse } from '../errors'
import { uploaderKey } from '../messages/append'
import { attachmentView, type AttachmentView } from '../messages/view'
import { FETCHED_MAX, FILE_MAX } from './limit'
import { cleanName } from './name'

const side = z.number().int().positive().nullable().default(null)
export const recordInput = z.object({
  name: z.string().transform(cleanName),
  type: z
    .string()
    .regex(/^[\w.+-]+\/[\w.+-]+$/)
    .max(100),
  size: z.number().int().positive().max(FETCHED_MAX),
  blobKey: z.string().min(1).max(100),
  thumbKey: z.string().min(1).max(100).nullable().default(null),
  width: side,
  height: side,
  /** The uploader's own id for it. Throws `key_reused` when it stands for another file. */
  ref: z.string().min(1).max(100).nullable().default(null),
})

/** Writes down a file whose bytes are already kept. It is the uploader's alone until a message of theirs carries it. Throws `file_too_large`. */
export const record = command({ permission: 'attachments:create', input: recordInput }, async (w, input): Promise<AttachmentView> => {
  if (input.size > FILE_MAX && w.actor.kind !== 'channel') refuse('file_too_large', { limit: FILE_MAX })
  const [made] = await w.db
    .insert(attachments)
    .values({ ...input, workspaceId: w.workspaceId, uploadedBy: uploaderKey(w.actor), createdAt: w.at })
    .onConflictDoNothing()
    .returning()
  if (!made) refuse('key_reused')
  return attachmentView(made)
})
