/** A customer beside their conversation. */
import { Hono } from 'hono'
import { getContact } from '@/lib/domain/contacts/get'
import { json } from '../answer'
import { pathId } from '../input'
import { signedIn } from '../signed-in'

export const contacts = new Hono().get(
  '/:id',
  signedIn(async (c, actor) => json(await getContact(actor, { contactId: pathId(c) }))),
)
