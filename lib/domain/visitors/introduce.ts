import { eq } from 'drizzle-orm'
import { contacts } from '@/db/schema/contacts'
import { command } from '../command'
import { said } from './facts'
import { holdVisitor } from './hold'
import { isVouchedFor } from './known'
import { showContact } from './show-contact'

/**
 * Keeps the name or email a visitor gives of themselves, as a plain field that proves nothing: it finds no other
 * contact and shows no history. A contact the site vouches for keeps what the site said. Returns whether it was kept.
 */
export const introduce = command({ permission: 'visitors:self', input: said }, async (w, input): Promise<boolean> => {
  const { contactId } = await holdVisitor(w)
  if (await isVouchedFor(w.db, contactId)) return false
  const fields = { ...(input.name ? { name: input.name } : {}), ...(input.email ? { email: input.email } : {}) }
  if (Object.keys(fields).length === 0) return false
  await w.db.update(contacts).set(fields).where(eq(contacts.id, contactId))
  await showContact(w, contactId)
  return true
})
