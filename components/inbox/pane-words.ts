import { errorMessages } from '@/lib/i18n/error-messages'
import type { Locale, Messages } from '@/lib/i18n'

export type PaneWords = Pick<Messages, 'conversation' | 'contact' | 'errors'>

/** The words of an open conversation, by language: they come with its code, not with the list. */
export const paneWords: Record<Locale, () => Promise<PaneWords>> = {
  async en() {
    const [{ conversation }, { contact }, errors] = await Promise.all([import('@/lib/i18n/en/conversation'), import('@/lib/i18n/en/contact'), errorMessages.en()])
    return { conversation, contact, errors }
  },
  async es() {
    const [{ conversation }, { contact }, errors] = await Promise.all([import('@/lib/i18n/es/conversation'), import('@/lib/i18n/es/contact'), errorMessages.es()])
    return { conversation, contact, errors }
  },
}
