'use server'

/** What an agent writes about a customer, for our own screens. */
import { updateContact } from '@/lib/domain/contacts/update'
import { type Input, run } from './run'

export async function updateContactAction(input: Input<typeof updateContact>) {
  return run(updateContact, input)
}
