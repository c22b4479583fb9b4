'use server'

/** What an agent does with customers, for our own screens. What is written about one goes through /api/ui: it may be long. */
import { addIdentity, removeIdentity } from '@/lib/domain/contacts/identities'
import { mergeContacts } from '@/lib/domain/contacts/merge'
import { removeContact } from '@/lib/domain/contacts/remove'
import { keepApart } from '@/lib/domain/contacts/same-person'
import { unmergeContacts } from '@/lib/domain/contacts/unmerge'
import { startCustomer } from '@/lib/domain/conversations/start'
import { type Input, run } from './run'

export async function mergeContactsAction(input: Input<typeof mergeContacts>) {
  return run(mergeContacts, input)
}

export async function unmergeContactsAction(input: Input<typeof unmergeContacts>) {
  return run(unmergeContacts, input)
}

export async function keepApartAction(input: Input<typeof keepApart>) {
  return run(keepApart, input)
}

export async function addIdentityAction(input: Input<typeof addIdentity>) {
  return run(addIdentity, input)
}

export async function removeIdentityAction(input: Input<typeof removeIdentity>) {
  return run(removeIdentity, input)
}

export async function removeContactAction(input: Input<typeof removeContact>) {
  return run(removeContact, input)
}

export async function startCustomerAction(input: Input<typeof startCustomer>) {
  return run(startCustomer, input)
}
