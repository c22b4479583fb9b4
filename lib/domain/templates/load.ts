/** A template that is about to be sent. Not a verb. */
import { and, eq, or } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import type { TemplateOut } from '@/db/schema/messages'
import { messageTemplates } from '@/db/schema/templates'
import { refuse } from '../errors'
import type { TemplateChoice } from './choice'
import { fileOf, missingIn, outOf, wordsOf } from './fill'

type Stored = typeof messageTemplates.$inferSelect

/** Throws `template_unknown` unless the provider has approved it. `name` may be the provider's id of it. */
export async function approved(db: Read, channelId: number, { name, language }: { name: string; language: string }): Promise<Stored> {
  const t = messageTemplates
  const found = await db
    .select()
    .from(t)
    .where(and(eq(t.channelId, channelId), or(eq(t.name, name), eq(t.externalId, name)), eq(t.language, language)))
    .limit(2)
  const one = found.find((f) => f.name === name) ?? found[0]
  return one && one.status === 'APPROVED' && !one.parts.unfit ? one : refuse('template_unknown')
}

/** Its words and how it leaves. Throws `template_unknown`, `template_values` (`data.missing`: the keys; `data.file` where it needs one). */
export async function filled(db: Read, channelId: number, choice: TemplateChoice, files: number): Promise<{ text: string; out: TemplateOut }> {
  const t = await approved(db, channelId, choice)
  const missing = missingIn(t.parts, choice.values)
  if (missing.length > 0) refuse('template_values', { missing })
  const file = fileOf(t.parts)
  if (files !== (file ? 1 : 0)) refuse('template_values', { missing: [], file })
  return { text: wordsOf(t.parts, choice.values), out: outOf(t, choice.values) }
}
