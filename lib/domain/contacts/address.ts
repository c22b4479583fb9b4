/** One spelling of an address per channel type, so that the same person is found however it was typed. */
import type { ChannelType } from '@/db/schema/channels'

const PHONES: ReadonlySet<ChannelType> = new Set(['sms', 'whatsapp'])

/** Emails in lower case; phone numbers as `+` and digits; everything else as it is. */
export function normalAddress(type: ChannelType, address: string): string {
  if (type === 'email') return address.toLowerCase()
  if (!PHONES.has(type) || !/^\+?[\d\s().-]{5,40}$/.test(address)) return address
  // A short code is no number of a country.
  if (/^\d{3,6}$/.test(address)) return address
  return `+${address.replace(/\D/g, '').replace(/^00/, '')}`
}
