import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { among, amongIds } from '@/db/dialects'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { conversationTags, tags } from '@/db/schema/tags'
import { command, type Work } from '../command'
import { loadForChange } from '../conversations/load'
import { store } from '../conversations/store'
import { refuse } from '../errors'
import { line, rowId } from '../text'

export type TagView = { id: number; name: string; color: string }

/** A tag by id or by name; a name nobody used yet makes it. */
export const whichTag = z.union([z.object({ tagId: rowId }), z.object({ name: line(60) })])

export async function findTag(w: Work, at: z.output<typeof whichTag>, make: boolean): Promise<TagView> {
  if (make && 'name' in at) await w.db.insert(tags).values({ workspaceId: w.workspaceId, name: at.name }).onConflictDoNothing()
  const [tag] = await w.db
    .select()
    .from(tags)
    .where(and(eq(tags.workspaceId, w.workspaceId), 'name' in at ? eq(tags.name, at.name) : eq(tags.id, at.tagId)))
  return tag ? { id: tag.id, name: tag.name, color: tag.color } : refuse('not_found', { what: 'tag' })
}

/** Puts a tag on a conversation; one already there is quiet. Throws `not_found`. */
export const addTag = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId, tag: whichTag }) }, async (w, input): Promise<TagView> => {
  const c = await loadForChange(w, input.conversationId)
  const tag = await findTag(w, input.tag, true)
  const added = await w.db.insert(conversationTags).values({ conversationId: c.row.id, tagId: tag.id }).onConflictDoNothing().returning()
  if (added.length > 0) {
    await store(w, c, {})
    w.record('conversation.tagged', { tagId: tag.id, name: tag.name, on: true }, { conversation: c })
  }
  return tag
})

/** Takes a tag off a conversation; one that is not there is quiet. */
export const removeTag = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId, tag: whichTag }) }, async (w, input): Promise<void> => {
  const c = await loadForChange(w, input.conversationId)
  const tag = await findTag(w, input.tag, false)
  const gone = await w.db
    .delete(conversationTags)
    .where(and(eq(conversationTags.conversationId, c.row.id), eq(conversationTags.tagId, tag.id)))
    .returning()
  if (gone.length === 0) return
  await store(w, c, {})
  w.record('conversation.tagged', { tagId: tag.id, name: tag.name, on: false }, { conversation: c })
})

/** The tags on each of these conversations (ids already seen to be the reader's). */
export async function tagsOf(db: Read, ids: readonly number[]): Promise<Map<number, TagView[]>> {
  const out = new Map<number, TagView[]>()
  if (ids.length === 0) return out
  const rows = await prepared(db, 'tags:of', (d, name) =>
    d
      .select({ at: conversationTags.conversationId, id: tags.id, name: tags.name, color: tags.color })
      .from(conversationTags)
      .innerJoin(tags, eq(tags.id, conversationTags.tagId))
      .where(among(conversationTags.conversationId, 'ids'))
      .orderBy(asc(tags.name))
      .prepare(name),
  ).execute({ ids: amongIds(ids) })
  for (const { at, ...tag } of rows) out.set(at, [...(out.get(at) ?? []), tag])
  return out
}
