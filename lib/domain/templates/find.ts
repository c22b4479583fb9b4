/** Templates as programs list and name them: of all channels, in every state. */
import { and, asc, count, eq, or } from 'drizzle-orm'
import { z } from 'zod'
import { messageTemplates } from '@/db/schema/templates'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'

export type TemplateRecord = typeof messageTemplates.$inferSelect

/** By name, then language. */
export const templateRecords = query(
  {
    permission: 'channels:read',
    input: z.object({
      channelId: rowId.optional(),
      status: z.string().max(40).optional(),
      limit: z.number().int().min(1).max(1000).default(100),
      offset: z.number().int().min(0).max(100_000).default(0),
    }),
  },
  async ({ db, actor }, input): Promise<{ templates: TemplateRecord[]; total: number }> => {
    const t = messageTemplates
    const where = and(
      eq(t.workspaceId, actor.workspaceId),
      input.channelId ? eq(t.channelId, input.channelId) : undefined,
      input.status ? eq(t.status, input.status.toUpperCase()) : undefined,
    )
    const templates = await db.select().from(t).where(where).orderBy(asc(t.name), asc(t.language), asc(t.id)).limit(input.limit).offset(input.offset)
    const [n] = await db.select({ n: count() }).from(t).where(where)
    return { templates, total: n?.n ?? 0 }
  },
)

/**
 * One by our id, the provider's id or its name. Throws `template_unknown` for none; `template_values` with
 * `data.languages` where a name has several languages and none was said.
 */
export const findTemplate = query(
  {
    permission: 'messages:create',
    input: z.object({ id: rowId.optional(), name: z.string().max(512).optional(), channelId: rowId.optional(), language: z.string().max(20).optional() }),
  },
  async ({ db, actor }, { id, name, channelId, language }): Promise<TemplateRecord> => {
    const t = messageTemplates
    const found = await db
      .select()
      .from(t)
      .where(
        and(
          eq(t.workspaceId, actor.workspaceId),
          id === undefined ? or(eq(t.name, name ?? ''), eq(t.externalId, name ?? '')) : eq(t.id, id),
          channelId ? eq(t.channelId, channelId) : undefined,
          language ? eq(t.language, language) : undefined,
        ),
      )
      .orderBy(asc(t.id))
      .limit(100)
    const usable = found.filter((f) => f.status === 'APPROVED' && !f.parts.unfit)
    const [first] = usable
    if (!first) return refuse('template_unknown')
    const languages = [...new Set(usable.map((f) => f.language))]
    if (languages.length > 1) refuse('template_values', { missing: ['language'], languages })
    return first
  },
)
