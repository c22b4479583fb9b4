import { isDeepStrictEqual } from 'node:util'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { z } from 'zod'
import { messageTemplates, type TemplateParts } from '@/db/schema/templates'
import { loadChannel } from '../channels/load'
import { command } from '../command'
import { rowId } from '../text'
import { TEMPLATES_MAX } from './list'

export type FoundTemplate = { externalId: string; name: string; language: string; status: string; category: string; parts: TemplateParts }

/** Writes down what the provider lists; what it lists no more is gone. Throws `not_found`. */
export const keepTemplates = command(
  {
    permission: 'messages:deliver',
    input: z.object({ channelId: rowId, templates: z.array(z.custom<FoundTemplate>((v) => typeof v === 'object' && v !== null)).max(TEMPLATES_MAX) }),
  },
  async (w, { channelId, templates }): Promise<void> => {
    // Held, so that two readings of the same list come one after the other.
    await loadChannel(w, channelId)
    const found = new Map(templates.map((t) => [`${t.name} ${t.language}`, t]))
    const known = await w.db.select().from(messageTemplates).where(eq(messageTemplates.channelId, channelId))
    const same = (k: (typeof known)[number]) => {
      const now = found.get(`${k.name} ${k.language}`)
      return now !== undefined && k.status === now.status && k.category === now.category && isDeepStrictEqual(k.parts, now.parts)
    }
    const values = [...found.values()].map((t) => ({ ...t, workspaceId: w.workspaceId, channelId, updatedAt: w.at }))
    for (let i = 0; i < values.length; i += 100)
      await w.db
        .insert(messageTemplates)
        .values(values.slice(i, i + 100))
        .onConflictDoUpdate({
          target: [messageTemplates.channelId, messageTemplates.name, messageTemplates.language],
          set: {
            externalId: sql`excluded.external_id`,
            status: sql`excluded.status`,
            category: sql`excluded.category`,
            parts: sql`excluded.parts`,
            updatedAt: sql`excluded.updated_at`,
          },
        })
    const gone = known.filter((k) => !found.has(`${k.name} ${k.language}`)).map((k) => k.id)
    for (let i = 0; i < gone.length; i += 100)
      await w.db.delete(messageTemplates).where(and(eq(messageTemplates.channelId, channelId), inArray(messageTemplates.id, gone.slice(i, i + 100))))
    if (known.length !== found.size || !known.every(same)) w.record('templates.changed', { channelId, stale: false })
  },
)
