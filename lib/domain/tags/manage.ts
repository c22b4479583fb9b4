/** The workspace's tags themselves. */
import { and, asc, count, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { conversations } from '@/db/schema/conversations'
import { conversationTags, tags } from '@/db/schema/tags'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { query } from '../query'
import { cleanLine, line, rowId } from '../text'

export type TagRecord = { id: number; name: string; color: string; createdAt: Date }

const color = z.string().regex(/^#[0-9a-f]{6}$/i)
/** Most tags of one workspace. */
const MAX = 1000

/** A page by number, by name; `text`: part of the name. */
export const listTags = query(
  {
    permission: 'conversations:read',
    input: z.object({ text: z.string().max(200).default(''), page: z.number().int().min(1).max(100_000).default(1), size: z.number().int().min(1).max(100).default(20) }),
  },
  async ({ db, actor }, input): Promise<{ tags: TagRecord[]; total: number }> => {
    const text = cleanLine(input.text).toLowerCase()
    const where = and(eq(tags.workspaceId, actor.workspaceId), text ? sql`lower(${tags.name}) like ${`%${text.replace(/[\\%_]/g, '\\$&')}%`} escape '\\'` : undefined)
    const found = await db
      .select()
      .from(tags)
      .where(where)
      .orderBy(asc(tags.name), asc(tags.id))
      .limit(input.size)
      .offset((input.page - 1) * input.size)
    const [n] = await db.select({ n: count() }).from(tags).where(where)
    return { tags: found, total: n?.n ?? 0 }
  },
)

/** Throws `not_found`. */
export const getTag = query({ permission: 'conversations:read', input: z.object({ tagId: rowId }) }, async ({ db, actor }, { tagId }): Promise<TagRecord> => {
  const [found] = await db
    .select()
    .from(tags)
    .where(and(eq(tags.id, tagId), eq(tags.workspaceId, actor.workspaceId)))
  return found ?? refuse('not_found', { what: 'tag' })
})

/** Throws `name_taken`, `too_many` beyond 1,000. */
export const createTag = command(
  { permission: 'conversations:update', input: z.object({ name: line(60), color: color.optional() }) },
  async (w, input): Promise<TagRecord> => {
    const [have] = await w.db.select({ n: count() }).from(tags).where(eq(tags.workspaceId, w.workspaceId))
    if ((have?.n ?? 0) >= MAX) refuse('too_many')
    const [made] = await w.db
      .insert(tags)
      .values({ workspaceId: w.workspaceId, ...input })
      .onConflictDoNothing()
      .returning()
    return made ?? refuse('name_taken', { field: 'name' })
  },
)

/** What is absent stays. Throws `not_found`, `name_taken`. */
export const updateTag = command(
  { permission: 'conversations:update', input: z.object({ tagId: rowId, name: line(60).optional(), color: color.optional() }) },
  async (w, { tagId, ...fields }): Promise<TagRecord> => {
    const before = await hold(w, tagId)
    if (fields.name !== undefined && fields.name !== before.name) {
      const [same] = await w.db
        .select({ id: tags.id })
        .from(tags)
        .where(and(eq(tags.workspaceId, w.workspaceId), eq(tags.name, fields.name)))
      if (same) refuse('name_taken', { field: 'name' })
    }
    const wanted = { name: fields.name ?? before.name, color: fields.color ?? before.color }
    if (wanted.name === before.name && wanted.color === before.color) return before
    const [now] = await w.db.update(tags).set(wanted).where(eq(tags.id, tagId)).returning()
    await touchTagged(w, tagId)
    return now ?? refuse('not_found', { what: 'tag' })
  },
)

/** Takes it off everything that carries it. Throws `not_found`. */
export const deleteTag = command({ permission: 'conversations:update', input: z.object({ tagId: rowId }) }, async (w, { tagId }): Promise<void> => {
  await hold(w, tagId)
  await touchTagged(w, tagId)
  await w.db.delete(tags).where(eq(tags.id, tagId))
})

async function hold(w: Work, tagId: number): Promise<TagRecord> {
  const [found] = await w.db
    .select()
    .from(tags)
    .where(and(eq(tags.id, tagId), eq(tags.workspaceId, w.workspaceId)))
  return found ?? refuse('not_found', { what: 'tag' })
}

/** Conversations show their tags, so they changed. */
async function touchTagged(w: Work, tagId: number): Promise<void> {
  const tagged = w.db.select({ id: conversationTags.conversationId }).from(conversationTags).where(eq(conversationTags.tagId, tagId))
  await w.db.update(conversations).set({ updatedAt: w.at }).where(inArray(conversations.id, tagged))
}
