/** The message catalogue: a file per namespace and language. English is the shape; the compiler refuses a gap in the others. */
import type {} from 'use-intl'
import { en } from './en'
import { es } from './es'
import { LOCALES, type Locale } from './locales'

export { LOCALES, type Locale }
export type Messages = typeof en
export type Namespace = keyof Messages

const catalogue: Record<Locale, Messages> = { en, es }

declare module 'use-intl' {
  interface AppConfig {
    Locale: Locale
    Messages: Messages
  }
}

export const isLocale = (s: unknown): s is Locale => s === 'en' || s === 'es'

/** The messages of some namespaces, to hand to a page: the browser gets no more than the page needs. */
export function messagesOf<N extends Namespace>(locale: Locale, namespaces: readonly N[]): Pick<Messages, N> {
  const all = catalogue[locale]
  return Object.fromEntries(namespaces.map((n) => [n, all[n]])) as Pick<Messages, N>
}

/** The first language of an Accept-Language header that we speak. */
export function preferredLocale(header: string | null): Locale {
  const wanted = (header ?? '').split(',').map((p) => p.trim().slice(0, 2).toLowerCase())
  return wanted.find(isLocale) ?? 'en'
}
