/** Two contacts whom the provider, or the site, says to be one. Never by a like name or an address that nobody proved. Not a verb. */
import { contactMerges } from '@/db/schema/contacts'
import type { Work } from '../command'
import { refuse } from '../errors'
import { change, touchContact } from './change'
import { joined } from './facts'
import { dissolve, followMerges, join } from './join'
import { holdShown } from './sides'
import { joinTags } from './tags'
import { factsOf } from './view'

/**
 * Everything of `from` becomes `into`'s for good; either may be a side of another contact, whose other sides come along.
 * Returns which of the two ids goes on: a contact of its own swallows its side, not the other way round.
 */
export async function absorb(w: Work, { from, into }: { from: number; into: number }): Promise<number> {
  const [kept, gone] = await holdShown(w, [into, from], { whole: true })
  if (!kept || !gone) refuse('not_found')
  if (kept.id !== gone.id) {
    const [before, lost] = [factsOf(kept), factsOf(gone)]
    const sides = await join(w, gone, kept)
    const tags = await joinTags(w, gone.id, kept.id)
    const [merge] = await w.db
      .insert(contactMerges)
      .values({ workspaceId: w.workspaceId, fromId: gone.id, intoId: kept.id, state: 'settled', change: { before: {}, after: {}, tags, sides } })
      .returning({ id: contactMerges.id })
    await followMerges(w, gone.id, kept.id)
    const now = await change({ ...w, actor: { kind: 'system', workspaceId: w.workspaceId } }, kept, joined(before, lost))
    await touchContact(w, kept.id)
    w.record('contact.merged', { mergeId: merge?.id ?? 0, from: gone.id, into: kept.id, name: now.name, isFinal: true })
  }
  const [goes, stays] = from === kept.id ? [into, from] : [from, into]
  await dissolve(w, goes, stays, kept)
  return stays
}
