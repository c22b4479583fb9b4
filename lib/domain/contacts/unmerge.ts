import { and, asc, eq, gt } from 'drizzle-orm'
import { z } from 'zod'
import { contactMerges, type MergeChange } from '@/db/schema/contacts'
import { personOf } from '../actor'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { change, touchContact } from './change'
import { type Facts, same } from './facts'
import { part } from './join'
import { hold, holdShown } from './sides'
import { tagsAmong, takeTags } from './tags'
import { contactView, factsOf, type ContactView, type StoredContact } from './view'

/**
 * Takes a merge back: the one that went is a contact again with its addresses, browsers, conversations (also those begun
 * since) and words; what the merge changed of the other is as before, unless somebody changed it since. Already taken back:
 * quiet. Throws `not_found`; `merge_covered` while the survivor itself is merged into a third; `merge_final` for what the
 * provider or the site said.
 */
export const unmergeContacts = command(
  { permission: 'contacts:merge', input: z.object({ mergeId: rowId }) },
  async (w, { mergeId }): Promise<{ into: ContactView; from: ContactView }> => {
    const here = and(eq(contactMerges.id, mergeId), eq(contactMerges.workspaceId, w.workspaceId))
    const [found] = await w.db.select({ fromId: contactMerges.fromId, intoId: contactMerges.intoId }).from(contactMerges).where(here)
    if (!found) refuse('not_found')
    await holdShown(w, [found.intoId, found.fromId], { whole: true })
    // Read again under the lock.
    const [merge] = await w.db.select().from(contactMerges).where(here)
    const both = await hold(w, [found.intoId, found.fromId])
    const [into, from] = [both.find((c) => c.id === merge?.intoId), both.find((c) => c.id === found.fromId)]
    if (!merge || !into || !from || into.removedAt || from.removedAt) refuse('not_found')
    if (merge.state === 'undone') return { into: contactView(into), from: contactView(from) }
    if (merge.state !== 'merged') refuse('merge_final')
    if (into.mergedInto !== null) refuse('merge_covered', { contactId: into.mergedInto })
    await part(w, from, into, merge.change.sides)
    const left = await handOn(w, merge)
    await takeTags(w, into.id, left.tags)
    await w.db
      .update(contactMerges)
      .set({ state: 'undone', undoneAt: w.at, undoneBy: personOf(w.actor) })
      .where(here)
    const now = await change(w, into, restored(into, left))
    await touchContact(w, into.id)
    await touchContact(w, from.id)
    const alone = { ...from, mergedInto: null }
    w.record('contact.unmerged', { mergeId, from: from.id, into: into.id, name: now.name })
    return { into: contactView(now), from: contactView(alone) }
  },
)

/**
 * Later merges into the same contact stand on what this one left: they will give back what was before this one. Returns
 * what is this one's own to give back now.
 */
async function handOn(w: Work, merge: typeof contactMerges.$inferSelect): Promise<MergeChange> {
  const later = await w.db
    .select()
    .from(contactMerges)
    .where(and(eq(contactMerges.intoId, merge.intoId), eq(contactMerges.state, 'merged'), gt(contactMerges.id, merge.id)))
    .orderBy(asc(contactMerges.id))
  const { before, after, tags, sides } = structuredClone(merge.change)
  const tagged = await tagsAmong(
    w,
    later.map((l) => l.fromId),
    tags,
  )
  const own = { before: { ...before }, after, tags: [...tags], sides }
  for (const { id, fromId, change: c } of later) {
    const next = structuredClone(c)
    for (const k of Object.keys(own.before)) {
      if (!(k in next.before)) continue
      if (same(next.before[k], after[k])) next.before[k] = before[k]
      delete own.before[k]
    }
    const theirs = own.tags.filter((t) => tagged.some((x) => x.contactId === fromId && x.tagId === t))
    own.tags = own.tags.filter((t) => !theirs.includes(t))
    next.tags = [...next.tags, ...theirs]
    if (!same(next, c)) await w.db.update(contactMerges).set({ change: next }).where(eq(contactMerges.id, id))
  }
  return own
}

/** What the merge changed and nobody since. */
function restored(into: StoredContact, { before, after }: MergeChange): Partial<Facts> {
  const now = factsOf(into)
  return Object.fromEntries(Object.entries(before).filter(([k]) => same(now[k as keyof Facts], after[k])))
}
