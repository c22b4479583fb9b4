/** Each type's limits. Apart from its settings: the composer reads these with every key. */
import type { ChannelType } from '@/db/schema/channels'
import { emailLimits } from './email/limits'
import { instagramLimits } from './instagram/limits'
import type { Limits } from './kind'
import { messengerLimits } from './messenger/limits'
import { smsLimits } from './sms/limits'
import { telegramLimits } from './telegram/limits'
import { webchatLimits } from './webchat/limits'
import { whatsappLimits } from './whatsapp/limits'

const limits: Readonly<Record<ChannelType, Limits>> = {
  webchat: webchatLimits,
  email: emailLimits,
  whatsapp: whatsappLimits,
  telegram: telegramLimits,
  sms: smsLimits,
  messenger: messengerLimits,
  instagram: instagramLimits,
}

/** What a provider takes, and how it is there. */
export const limitOf = (type: ChannelType): Limits => limits[type]

type Sized = { name: string; type: string; size: number }

/** The first of these files that would not be taken there, and how many bytes it may have; null when all go. */
export function tooLarge<F extends Sized>(type: ChannelType, files: readonly F[]): { file: F; max: number } | null {
  const limit = limits[type].files
  if (!limit) return null
  let sum = 0
  for (const file of files) {
    const max = file.type.startsWith('image/') ? (limit.images ?? limit.max) : limit.max
    sum = limit.together ? sum + file.size : file.size
    if (sum > max) return { file, max }
  }
  return null
}
