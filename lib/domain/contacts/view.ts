/** A customer as the team sees one. Times in unix ms. */
import type { contactIdentities, contacts } from '@/db/schema/contacts'
import type { ChannelType } from '@/db/schema/channels'

export type ContactView = { id: number; name: string; email: string | null; phone: string | null; note: string; createdAt: number }
export type IdentityView = { id: number; channelType: ChannelType; address: string; verified: boolean }
export type StoredContact = typeof contacts.$inferSelect

export const contactView = (c: StoredContact): ContactView => ({ id: c.id, name: c.name, email: c.email, phone: c.phone, note: c.note, createdAt: c.createdAt.getTime() })

export const identityView = (i: typeof contactIdentities.$inferSelect): IdentityView => ({
  id: i.id,
  channelType: i.channelType,
  address: i.address,
  verified: i.verified,
})
