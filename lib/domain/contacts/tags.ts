/** Tags of contacts that become one. Not a verb. */
import { and, eq, inArray } from 'drizzle-orm'
import { contactTags } from '@/db/schema/tags'
import type { Work } from '../command'

/** Gives `into` the tags of `from`. Returns those that it did not have. */
export async function joinTags(w: Work, from: number, into: number): Promise<number[]> {
  const theirs = await w.db.select({ tagId: contactTags.tagId }).from(contactTags).where(eq(contactTags.contactId, from)).limit(500)
  if (theirs.length === 0) return []
  const added = await w.db
    .insert(contactTags)
    .values(theirs.map((t) => ({ contactId: into, tagId: t.tagId })))
    .onConflictDoNothing()
    .returning({ tagId: contactTags.tagId })
  return added.map((t) => t.tagId).toSorted((a, b) => a - b)
}

export async function takeTags(w: Work, contactId: number, tags: readonly number[]): Promise<void> {
  if (tags.length > 0) await w.db.delete(contactTags).where(and(eq(contactTags.contactId, contactId), inArray(contactTags.tagId, [...tags])))
}

/** Who of these has which of these tags. */
export async function tagsAmong(w: Work, contactIds: readonly number[], tags: readonly number[]): Promise<{ contactId: number; tagId: number }[]> {
  if (contactIds.length === 0 || tags.length === 0) return []
  return w.db
    .select({ contactId: contactTags.contactId, tagId: contactTags.tagId })
    .from(contactTags)
    .where(and(inArray(contactTags.contactId, [...contactIds]), inArray(contactTags.tagId, [...tags])))
}
