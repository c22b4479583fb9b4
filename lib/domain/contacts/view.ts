/** A customer as the team sees one. Times in unix ms. */
import type { ChannelType } from '@/db/schema/channels'
import type { contactIdentities, contacts } from '@/db/schema/contacts'
import type { Facts } from './facts'
import { phoneShown } from './phone'

/** `phoneShown`: for the eye. `picture`: which version of their picture there is, absent where there is none. */
export type ContactView = Facts & { id: number; phoneShown: string | null; picture?: string; createdAt: number; updatedAt: number }
/** `consent`: they do not want to hear from us there. `shown`: the address for the eye. */
export type IdentityView = { id: number; channelType: ChannelType; address: string; shown: string; verified: boolean; consent: 'opted_out' | 'blocked' | null }
export type StoredContact = typeof contacts.$inferSelect

export const factsOf = (c: StoredContact): Facts => ({
  name: c.name,
  email: c.email,
  phone: c.phone,
  phoneRaw: c.phoneRaw,
  company: c.company,
  note: c.note,
  language: c.language,
  timeZone: c.timeZone,
  fields: c.fields ?? [],
})

export const contactView = (c: StoredContact): ContactView => ({
  id: c.id,
  ...factsOf(c),
  phoneShown: c.phone === null ? null : phoneShown(c.phone),
  ...(c.pictureKey ? { picture: c.pictureKey.slice(0, 8) } : {}),
  createdAt: c.createdAt.getTime(),
  updatedAt: (c.updatedAt ?? c.createdAt).getTime(),
})

export const identityView = (i: typeof contactIdentities.$inferSelect): IdentityView => ({
  id: i.id,
  channelType: i.channelType,
  address: i.address,
  shown: i.channelType === 'sms' || i.channelType === 'whatsapp' ? phoneShown(i.address) : i.address,
  verified: i.verified,
  consent: i.consent,
})
