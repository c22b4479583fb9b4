/** Who may be the same person, and who was said to be: to be looked at by a colleague, never acted on by itself. */
import { and, desc, eq, inArray, isNull, or } from 'drizzle-orm'
import { z } from 'zod'
import { contactIdentities, contactMerges, contacts } from '@/db/schema/contacts'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { identitiesOf } from './get'
import { phoneOf } from './phone'
import { holdShown, shownAs, sidesOf } from './sides'
import { type ContactView, contactView } from './view'

/** `isProven`: both wrote from there, or somebody vouched for both. */
export type Suggestion = { contact: ContactView; value: string; kind: 'email' | 'phone'; isProven: boolean }
/** A merge into this contact. `canUndo`: nothing stands on top of it. Times in unix ms. */
export type MergeView = {
  id: number
  from: { id: number; name: string }
  state: (typeof contactMerges.$inferSelect)['state']
  userId: number | null
  at: number
  undoneAt: number | null
  undoneBy: number | null
  canUndo: boolean
}
export type SamePerson = { suggestions: Suggestion[]; merges: MergeView[] }

const SHOWN = 5
const LOOKED_AT = 50

/** Contacts with the same email or phone number as this one, and the newest merges into it. Throws `not_found`. */
export const samePerson = query({ permission: 'contacts:read', input: z.object({ contactId: rowId }) }, async ({ db, actor }, input): Promise<SamePerson> => {
  const id = await shownAs(db, actor.workspaceId, input.contactId)
  const [contact] = await db
    .select()
    .from(contacts)
    .where(and(eq(contacts.id, id), eq(contacts.workspaceId, actor.workspaceId), isNull(contacts.removedAt)))
  if (!contact) refuse('not_found')
  const own = [id, ...(await sidesOf(db, id))]
  const identities = await identitiesOf(db, own)
  // Numbers of email only, or whole phone numbers: a provider's own id is one account's and cannot be two people's.
  const reach = (i: { channelType: string; address: string }) => i.channelType === 'email' || phoneOf(i.address) === i.address
  const proven = new Set(identities.filter((i) => i.verified && reach(i)).map((i) => i.address))
  const values = [...new Set([...identities.filter(reach).map((i) => i.address), ...[contact.email, contact.phone].flatMap((v) => v ?? [])])].slice(0, 100)
  if (values.length === 0) return { suggestions: [], merges: await mergesOf(db, id) }
  const byAddress = await db
    .select({ contactId: contactIdentities.contactId, value: contactIdentities.address, verified: contactIdentities.verified })
    .from(contactIdentities)
    .where(
      and(
        eq(contactIdentities.workspaceId, actor.workspaceId),
        inArray(contactIdentities.address, values),
        inArray(contactIdentities.channelType, ['email', 'sms', 'whatsapp']),
      ),
    )
    .limit(LOOKED_AT)
  const byFact = await db
    .select({ contactId: contacts.id, email: contacts.email, phone: contacts.phone })
    .from(contacts)
    .where(and(eq(contacts.workspaceId, actor.workspaceId), or(inArray(contacts.email, values), inArray(contacts.phone, values)), isNull(contacts.removedAt)))
    .limit(LOOKED_AT)
  const hits = [
    ...byAddress.map((h) => ({ contactId: h.contactId, value: h.value, isProven: h.verified && proven.has(h.value) })),
    ...byFact.map((h) => ({ contactId: h.contactId, value: values.find((v) => v === h.email || v === h.phone) ?? '', isProven: false })),
  ].filter((h) => !own.includes(h.contactId))
  const suggestions = hits.length === 0 ? [] : await suggested(db, own, hits)
  return { suggestions, merges: await mergesOf(db, id) }
})

type Db = Parameters<typeof identitiesOf>[0]
type Hit = { contactId: number; value: string; isProven: boolean }

async function suggested(db: Db, own: readonly number[], hits: readonly Hit[]): Promise<Suggestion[]> {
  const ids = [...new Set(hits.map((h) => h.contactId))]
  const rows = await db.select({ id: contacts.id, mergedInto: contacts.mergedInto }).from(contacts).where(inArray(contacts.id, ids))
  const shown = new Map(rows.map((r) => [r.id, r.mergedInto ?? r.id]))
  const roots = [...new Set(shown.values())].filter((id) => !own.includes(id))
  if (roots.length === 0) return []
  // Whom a colleague called two people, or parted again, are not offered once more.
  const parted = await db
    .select({ fromId: contactMerges.fromId, intoId: contactMerges.intoId })
    .from(contactMerges)
    .where(
      and(
        inArray(contactMerges.state, ['apart', 'undone']),
        or(
          and(inArray(contactMerges.intoId, own as number[]), inArray(contactMerges.fromId, roots)),
          and(inArray(contactMerges.fromId, own as number[]), inArray(contactMerges.intoId, roots)),
        ),
      ),
    )
    .limit(200)
  const apart = new Set(parted.flatMap((p) => [p.fromId, p.intoId]))
  const open = roots.filter((id) => !apart.has(id))
  const found =
    open.length === 0
      ? []
      : await db
          .select()
          .from(contacts)
          .where(and(inArray(contacts.id, open), isNull(contacts.removedAt)))
  return found
    .flatMap((c) => {
      const best = hits.filter((h) => shown.get(h.contactId) === c.id).toSorted((a, b) => Number(b.isProven) - Number(a.isProven))[0]
      return best
        ? [{ contact: contactView(c), value: best.value, kind: best.value.includes('@') ? ('email' as const) : ('phone' as const), isProven: best.isProven }]
        : []
    })
    .toSorted((a, b) => Number(b.isProven) - Number(a.isProven) || a.contact.id - b.contact.id)
    .slice(0, SHOWN)
}

async function mergesOf(db: Db, id: number): Promise<MergeView[]> {
  const rows = await db
    .select({ m: contactMerges, name: contacts.name, mergedInto: contacts.mergedInto })
    .from(contactMerges)
    .innerJoin(contacts, eq(contacts.id, contactMerges.fromId))
    .where(and(eq(contactMerges.intoId, id), inArray(contactMerges.state, ['merged', 'undone', 'settled'])))
    .orderBy(desc(contactMerges.id))
    .limit(20)
  return rows.map(({ m, name, mergedInto }) => ({
    id: m.id,
    from: { id: m.fromId, name },
    state: m.state,
    userId: m.userId,
    at: m.createdAt.getTime(),
    undoneAt: m.undoneAt?.getTime() ?? null,
    undoneBy: m.undoneBy,
    canUndo: m.state === 'merged' && mergedInto === id,
  }))
}

/** These are two people: not suggested again. Quiet the second time. Throws `not_found`, `same_contact`. */
export const keepApart = command({ permission: 'contacts:merge', input: z.object({ contactId: rowId, otherId: rowId }) }, async (w, input): Promise<void> => {
  const [one, other] = await holdShown(w, [input.contactId, input.otherId])
  if (!one || !other) refuse('not_found')
  if (one.id === other.id) refuse('same_contact')
  const pair = [one.id, other.id]
  const [known] = await w.db
    .select({ id: contactMerges.id })
    .from(contactMerges)
    .where(and(inArray(contactMerges.intoId, pair), inArray(contactMerges.fromId, pair), eq(contactMerges.state, 'apart')))
    .limit(1)
  if (known) return
  await w.db.insert(contactMerges).values({
    workspaceId: w.workspaceId,
    fromId: other.id,
    intoId: one.id,
    state: 'apart',
    userId: personOf(w.actor),
    change: { before: {}, after: {}, tags: [], sides: [] },
  })
})
