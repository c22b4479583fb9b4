import { and, desc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { contactMerges } from '@/db/schema/contacts'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { change, touchContact } from './change'
import { changed, type Facts, joined } from './facts'
import { join } from './join'
import { holdShown } from './sides'
import { joinTags } from './tags'
import { contactView, factsOf, type ContactView } from './view'

const theirs = z.literal('from').optional()
export const mergeInput = z.object({
  /** Who goes on. */
  into: rowId,
  from: rowId,
  /** Facts of `from` that win where both are known and differ. */
  choice: z
    .object({
      name: theirs,
      email: theirs,
      phone: theirs,
      company: theirs,
      language: theirs,
      timeZone: theirs,
      fields: z.record(z.string().max(60), z.literal('from')).optional(),
    })
    .default({}),
})

/**
 * Makes two contacts one by hand: `from` is shown as `into` from now on, wherever its id is used. Its addresses, browsers and
 * words stay known as its own, so that `unmerge` gives it back exactly. Already one: quiet. Throws `not_found`,
 * `same_contact`, `contact_too_large`.
 */
export const mergeContacts = command({ permission: 'contacts:merge', input: mergeInput }, async (w, input): Promise<{ contact: ContactView; mergeId: number | null }> => {
  if (input.into === input.from) refuse('same_contact')
  const [into, from] = await holdShown(w, [input.into, input.from], { whole: true })
  if (!into || !from || into.removedAt || from.removedAt) refuse('not_found', { what: 'contact' })
  if (into.id === from.id) return { contact: contactView(into), mergeId: await standing(w.db, input.from) }
  const sides = await join(w, from, into)
  const before = factsOf(into)
  const after = changed(before, joined(before, factsOf(from), input.choice))
  const tags = await joinTags(w, from.id, into.id)
  const [made] = await w.db
    .insert(contactMerges)
    .values({
      workspaceId: w.workspaceId,
      fromId: from.id,
      intoId: into.id,
      state: 'merged',
      userId: personOf(w.actor),
      change: { before: Object.fromEntries(Object.keys(after).map((k) => [k, before[k as keyof Facts]])), after, tags, sides },
    })
    .returning({ id: contactMerges.id })
  const mergeId = made?.id ?? 0
  const now = await change(w, into, after)
  await touchContact(w, into.id)
  w.record('contact.merged', { mergeId, from: from.id, into: into.id, name: now.name, isFinal: false })
  return { contact: contactView(now), mergeId }
})

/** The merge by which this one is a side, if it can be taken back. */
async function standing(db: Parameters<typeof joinTags>[0]['db'], fromId: number): Promise<number | null> {
  const [found] = await db
    .select({ id: contactMerges.id })
    .from(contactMerges)
    .where(and(eq(contactMerges.fromId, fromId), eq(contactMerges.state, 'merged')))
    .orderBy(desc(contactMerges.id))
    .limit(1)
  return found?.id ?? null
}
