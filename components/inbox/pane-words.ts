import type { Locale, Messages } from '@/lib/i18n'

type Words = Pick<Messages, 'conversation' | 'contact'>

/** The words of an open conversation, by language: they come with its code, not with the list. */
export const paneWords: Record<Locale, () => Promise<Words>> = {
  async en() {
    const [{ conversation }, { contact }] = await Promise.all([import('@/lib/i18n/en/conversation'), import('@/lib/i18n/en/contact')])
    return { conversation, contact }
  },
  async es() {
    const [{ conversation }, { contact }] = await Promise.all([import('@/lib/i18n/es/conversation'), import('@/lib/i18n/es/contact')])
    return { conversation, contact }
  },
}
