import { and, asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { messageTemplates, type TemplateParts } from '@/db/schema/templates'
import { query } from '../query'
import { rowId } from '../text'

export type TemplateView = { name: string; language: string; category: string; parts: TemplateParts }
/** `fetchedAt`: when the newest of them was read from the provider, unix ms; null while none was. */
export type Templates = { templates: TemplateView[]; fetchedAt: number | null }

/** Most templates of one account: what its provider allows at all. */
export const TEMPLATES_MAX = 6_000

/** The templates of a channel that may be sent right now, by name. */
export const listTemplates = query({ permission: 'channels:read', input: z.object({ channelId: rowId }) }, async ({ db, actor }, { channelId }): Promise<Templates> => {
  const rows = await db
    .select()
    .from(messageTemplates)
    .where(and(eq(messageTemplates.channelId, channelId), eq(messageTemplates.workspaceId, actor.workspaceId)))
    .orderBy(asc(messageTemplates.name), asc(messageTemplates.language))
    .limit(TEMPLATES_MAX)
  return {
    templates: rows.filter((t) => t.status === 'APPROVED' && !t.parts.unfit).map(({ name, language, category, parts }) => ({ name, language, category, parts })),
    fetchedAt: rows.length === 0 ? null : Math.max(...rows.map((t) => t.updatedAt.getTime())),
  }
})
