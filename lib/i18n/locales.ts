/** The languages there are. Apart from the catalogue, so that a page's script does not carry every word. */
export const LOCALES = ['en', 'es'] as const
export type Locale = (typeof LOCALES)[number]
