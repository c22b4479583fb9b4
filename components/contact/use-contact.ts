'use client'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ContactDetails } from '@/lib/domain/contacts/get'
import type { ContactView } from '@/lib/domain/contacts/view'
import { get, RequestError } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'

/** What is known of a contact: what came with the conversation, kept fresh by events. `isForgotten`: they were removed meanwhile. */
export function useContact(id: number, initial: ContactDetails): { details: ContactDetails; isForgotten: boolean } {
  const q = useQuery({
    queryKey: keys.contact(id),
    queryFn: ({ signal }) => get<ContactDetails>(`/contacts/${id}`, {}, { signal }),
    initialData: initial.contact.id === id ? initial : undefined,
    placeholderData: initial,
  })
  return { details: q.data ?? initial, isForgotten: q.error instanceof RequestError && q.error.reason === 'not_found' }
}

/** Shows a contact as the server has just answered, or as it is about to be. Returns what stood there. */
export function useShowContact(): (contact: ContactView) => ContactView | undefined {
  const client = useQueryClient()
  return (contact) => {
    const before = client.getQueryData<ContactDetails>(keys.contact(contact.id))?.contact
    client.setQueryData<ContactDetails>(keys.contact(contact.id), (d) => d && { ...d, contact })
    return before
  }
}
