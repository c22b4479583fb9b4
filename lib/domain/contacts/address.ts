/** One spelling of an address per channel type, so that the same person is found however it was typed. */
import type { ChannelType } from '@/db/schema/channels'
import { limitOf } from '@/lib/channels/limits'

/** Emails in lower case; phone numbers as `+` and digits; everything else as it is. */
export function normalAddress(type: ChannelType, address: string): string {
  const { addresses } = limitOf(type)
  if (addresses === 'mail') return address.toLowerCase()
  if (addresses !== 'phone' || !/^\+?[\d\s().-]{5,40}$/.test(address)) return address
  // A short code is no number of a country.
  if (/^\d{3,6}$/.test(address)) return address
  return `+${address.replace(/\D/g, '').replace(/^00/, '')}`
}
