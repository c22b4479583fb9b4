import type { ContactView } from '@/lib/domain/contacts/view'

/** Where a customer's picture is; undefined where there is none. */
export const pictureUrl = (c: Pick<ContactView, 'id' | 'picture'>): string | undefined => (c.picture ? `/api/ui/contacts/${c.id}/picture?v=${c.picture}` : undefined)
