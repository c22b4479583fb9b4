import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { type TemplateChoice, templateChoice } from './choice'
import { inOrder, VALUE_MAX } from './fill'
import { approved } from './load'

/** A template by its name or the provider's id of it, with values in the order in which its places are read, as programs name them. */
export const choiceInOrder = query(
  {
    permission: 'messages:create',
    input: templateChoice.pick({ name: true, language: true }).extend({ channelId: rowId, parameters: z.array(z.string().max(VALUE_MAX)).max(50) }),
  },
  async ({ db, actor }, { channelId, name, language, parameters }): Promise<TemplateChoice> => {
    const [own] = await db
      .select({ id: channels.id })
      .from(channels)
      .where(and(eq(channels.id, channelId), eq(channels.workspaceId, actor.workspaceId)))
    if (!own) refuse('not_found', { what: 'channel' })
    const found = await approved(db, channelId, { name, language })
    return { name: found.name, language: found.language, values: inOrder(found.parts, parameters) }
  },
)
