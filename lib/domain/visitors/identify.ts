import { eq } from 'drizzle-orm'
import { contacts, visitors } from '@/db/schema/contacts'
import { command, type Work } from '../command'
import type { VisitorActor } from './begin'
import { absorb } from '../contacts/absorb'
import { vouchedFor } from './facts'
import { holdVisitor } from './hold'
import { bindIdentity, isVouchedFor, knownContact, writeVouched } from './known'

/**
 * The site vouches for who this visitor is. A stranger's contact becomes, or is merged into, the known one, whose
 * history on this channel they may then read. Somebody else signing in on the same browser takes nothing along: the
 * browser changes hands and the first person's conversations stay theirs. `changed`: the visitor is another contact now.
 */
export const identify = command({ permission: 'visitors:self', input: vouchedFor }, async (w, facts): Promise<{ actor: VisitorActor; changed: boolean }> => {
  const held = await holdVisitor(w)
  const at = { workspaceId: w.workspaceId, channelId: held.channelId }
  const stranger = !(await isVouchedFor(w.db, held.contactId))
  let known = await knownContact(w.db, at, facts.sub)
  if (known === null) known = await bindIdentity(w, held.channelId, facts.sub, stranger ? held.contactId : await makeContact(w, facts.name || facts.sub))
  if (known !== held.contactId) {
    await w.db.update(visitors).set({ contactId: known }).where(eq(visitors.id, held.visitorId))
    if (stranger) known = await absorb(w, { from: held.contactId, into: known })
  }
  await writeVouched(w, known, facts)
  return { actor: { ...held, contactId: known }, changed: known !== held.contactId }
})

async function makeContact(w: Work, name: string): Promise<number> {
  const [made] = await w.db.insert(contacts).values({ workspaceId: w.workspaceId, name }).returning({ id: contacts.id })
  if (!made) throw new Error('insert returned nothing')
  w.record('contact.changed', { contactId: made.id, name, isNew: true })
  return made.id
}
