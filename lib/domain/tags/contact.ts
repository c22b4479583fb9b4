import { and, asc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { contactTags, tags } from '@/db/schema/tags'
import { command } from '../command'
import { touchContact } from '../contacts/change'
import { holdOne } from '../contacts/sides'
import { rowId } from '../text'
import { findTag, type TagView, whichTag } from './tag'

const input = z.object({ contactId: rowId, tag: whichTag })

/** Puts a tag on a contact; one already there is quiet. Throws `not_found`. */
export const tagContact = command({ permission: 'contacts:update', input }, async (w, { contactId, tag: which }): Promise<TagView> => {
  const contact = await holdOne(w, contactId)
  const tag = await findTag(w, which, true)
  const added = await w.db.insert(contactTags).values({ contactId: contact.id, tagId: tag.id }).onConflictDoNothing().returning()
  if (added.length > 0) {
    await touchContact(w, contact.id)
    w.record('contact.changed', { contactId: contact.id, name: contact.name, what: ['tags'] })
  }
  return tag
})

/** Takes a tag off a contact; one that is not there is quiet. Throws `not_found`. */
export const untagContact = command({ permission: 'contacts:update', input }, async (w, { contactId, tag: which }): Promise<void> => {
  const contact = await holdOne(w, contactId)
  const tag = await findTag(w, which, false)
  const gone = await w.db
    .delete(contactTags)
    .where(and(eq(contactTags.contactId, contact.id), eq(contactTags.tagId, tag.id)))
    .returning()
  if (gone.length === 0) return
  await touchContact(w, contact.id)
  w.record('contact.changed', { contactId: contact.id, name: contact.name, what: ['tags'] })
})

/** The tags on each of these contacts (ids already seen to be the reader's; at most 100). */
export async function contactTagsOf(db: Read, ids: readonly number[]): Promise<Map<number, TagView[]>> {
  const out = new Map<number, TagView[]>()
  if (ids.length === 0) return out
  const rows = await db
    .select({ at: contactTags.contactId, id: tags.id, name: tags.name, color: tags.color })
    .from(contactTags)
    .innerJoin(tags, eq(tags.id, contactTags.tagId))
    .where(inArray(contactTags.contactId, [...ids]))
    .orderBy(asc(tags.name))
    .limit(10_000)
  for (const { at, ...tag } of rows) out.set(at, [...(out.get(at) ?? []), tag])
  return out
}
