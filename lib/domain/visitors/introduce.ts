import { command } from '../command'
import { said } from './facts'
import { holdVisitor } from './hold'
import { isVouchedFor, setFacts } from './known'

/**
 * Keeps the name or email a visitor gives of themselves, as a plain field that proves nothing: it finds no other
 * contact and shows no history. A contact the site vouches for keeps what the site said. Returns whether it was kept.
 */
export const introduce = command({ permission: 'visitors:self', input: said }, async (w, input): Promise<boolean> => {
  const { contactId } = await holdVisitor(w)
  if (await isVouchedFor(w.db, contactId)) return false
  await setFacts(w, contactId, { name: input.name || undefined, email: input.email })
  return true
})
