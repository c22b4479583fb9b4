import { z } from 'zod'
import { contacts, visitors } from '@/db/schema/contacts'
import type { Actor } from '../actor'
import { command } from '../command'
import { rowId } from '../text'
import { said, strangerName, vouchedFor } from './facts'
import { bindIdentity, knownContact, writeVouched } from './known'
import { hashToken, makeToken } from './token'

export type VisitorActor = Extract<Actor, { kind: 'visitor' }>
export type Begun = { token: string; actor: VisitorActor }

const input = z.object({
  channelId: rowId,
  vouched: vouchedFor.optional(),
  said: said.default({}),
  /** Begin only when the site vouches for somebody we know already: nothing is made for people who never write. */
  ifKnown: z.boolean().default(false),
})

/**
 * A browser's first word: makes the visitor and, unless the site vouches for somebody we know, a contact. Called when
 * somebody writes, not when a page is viewed. The token is returned once and never stored.
 * Null when only somebody known was asked for and they are not.
 */
export const begin = command({ permission: 'visitors:bring', input }, async (w, input): Promise<Begun | null> => {
  const token = makeToken()
  const tokenHash = hashToken(token)
  const at = { workspaceId: w.workspaceId, channelId: input.channelId }
  let contactId = input.vouched ? await knownContact(w.db, at, input.vouched.sub) : null
  if (contactId === null) {
    if (input.ifKnown) return null
    const name = input.vouched?.name || input.said.name || strangerName(tokenHash)
    const [made] = await w.db
      .insert(contacts)
      .values({ workspaceId: w.workspaceId, name, email: input.vouched?.email ?? (input.vouched ? null : input.said.email) })
      .returning({ id: contacts.id })
    if (!made) throw new Error('insert returned nothing')
    contactId = input.vouched ? await bindIdentity(w, input.channelId, input.vouched.sub, made.id) : made.id
    if (contactId === made.id) w.record('contact.changed', { contactId, name, isNew: true })
  }
  if (input.vouched) await writeVouched(w, contactId, input.vouched)
  const [visitor] = await w.db
    .insert(visitors)
    .values({ ...at, contactId, tokenHash })
    .returning({ id: visitors.id })
  if (!visitor) throw new Error('insert returned nothing')
  return { token, actor: { kind: 'visitor', ...at, contactId, visitorId: visitor.id } }
})
