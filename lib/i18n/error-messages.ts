import type { Reason } from '@/lib/domain/errors'
import type { Messages } from '.'
import type { Locale } from './locales'

/** The sentences of refusals, by language: a cold inbox does not carry them, since few of its visits need one. */
export const errorMessages: Record<Locale, () => Promise<Messages['errors']>> = {
  en: async () => (await import('./en/errors')).errors,
  es: async () => (await import('./es/errors')).errors,
}

/** What a person is told of a refusal. Rejects when the sentences cannot be fetched. */
export const errorMessage = async (locale: Locale, reason: Reason): Promise<string> => (await errorMessages[locale]())[reason]
