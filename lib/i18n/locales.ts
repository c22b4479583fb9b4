/** The languages there are. Apart from the catalogue, so that a page's script does not carry every word. */
export const LOCALES = ['en', 'es'] as const
export type Locale = (typeof LOCALES)[number]
/** A language with the region, and the clock, that dates and numbers follow: `en-GB`, `en-US-u-hc-h23` (BCP 47). */
export type RegionalLocale = Locale | `${Locale}-${string}`

/** The language of a regional one: what the catalogue knows. */
export const languageOf = (locale: RegionalLocale): Locale => LOCALES.find((l) => locale === l || locale.startsWith(`${l}-`)) ?? 'en'
