/** What messages carry beside their words: files, and how colleagues reacted. Not a verb. */
import { asc, inArray } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { attachments } from '@/db/schema/messages'
import { reactions } from '@/db/schema/tags'
import type { StoredAttachment, StoredMessage } from './view'

/** Who reacted with what: user ids by emoji. */
export type Reactions = Record<string, number[]>
type Bare = Pick<StoredMessage, 'id' | 'attachmentCount' | 'reactionCount' | 'deletedAt'>

/** The files of those that have any, by message, in the order their writer gave them. */
export async function filesOf(db: Read, rows: readonly Bare[]): Promise<Map<number, StoredAttachment[]>> {
  const out = new Map<number, StoredAttachment[]>()
  const ids = rows.filter((m) => m.attachmentCount > 0 && !m.deletedAt).map((m) => m.id)
  if (ids.length === 0) return out
  for (const f of await db.select().from(attachments).where(inArray(attachments.messageId, ids)).orderBy(asc(attachments.position), asc(attachments.id)))
    if (f.messageId !== null) out.set(f.messageId, [...(out.get(f.messageId) ?? []), f])
  return out
}

/** The reactions to those that have any, by message. */
export async function reactionsOf(db: Read, rows: readonly Bare[]): Promise<Map<number, Reactions>> {
  const out = new Map<number, Reactions>()
  const ids = rows.filter((m) => m.reactionCount > 0 && !m.deletedAt).map((m) => m.id)
  if (ids.length === 0) return out
  for (const r of await db
    .select()
    .from(reactions)
    .where(inArray(reactions.messageId, ids))
    .orderBy(asc(reactions.messageId), asc(reactions.emoji), asc(reactions.userId))) {
    const of = out.get(r.messageId) ?? {}
    out.set(r.messageId, { ...of, [r.emoji]: [...(of[r.emoji] ?? []), r.userId] })
  }
  return out
}
