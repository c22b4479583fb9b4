/** The message catalogue: a file per namespace and language. English is the shape; the compiler refuses a gap in the others. */
import type {} from 'use-intl'
import { en } from './en'
import { es } from './es'
import { languageOf, LOCALES, type Locale, type RegionalLocale } from './locales'

export { languageOf, LOCALES, type Locale, type RegionalLocale }
export type Messages = typeof en
export type Namespace = keyof Messages

const catalogue: Record<Locale, Messages> = { en, es }

declare module 'use-intl' {
  interface AppConfig {
    Locale: RegionalLocale
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

/**
 * Our language with the region of an Accept-Language header: of the first tag in that language, else of the first that has
 * one (`de-AT` read in English gives `en-AT`). `clock` is the person's own choice of hours.
 */
export function regionalLocale(locale: Locale, header: string | null, clock?: '12' | '24'): RegionalLocale {
  const tags = (header ?? '')
    .slice(0, 500)
    .split(',')
    .map((part) => /^\s*([a-z]{2,3})(?:-[a-z]{4})?-([a-z]{2}|\d{3})\s*(?:;|$)/i.exec(part))
  const tag = tags.find((m) => m?.[1]?.toLowerCase() === locale) ?? tags.find((m) => m !== null)
  const region = tag?.[2]?.toUpperCase()
  const more = [...(region ? [region] : []), ...(clock ? ['u-hc', clock === '24' ? 'h23' : 'h12'] : [])].join('-')
  return more === '' ? locale : `${locale}-${more}`
}
