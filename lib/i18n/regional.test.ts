import { expect, it } from 'vitest'
import { languageOf, regionalLocale } from '.'

const noon = Date.UTC(2026, 10, 28, 13, 5)
const shown = (locale: string) => new Intl.DateTimeFormat(locale, { dateStyle: 'short', timeStyle: 'short', timeZone: 'UTC' }).format(noon)

it.each([
  ['en', 'en-GB,en;q=0.9', undefined, 'en-GB', '28/11/2026, 13:05'],
  ['en', 'en-US,en;q=0.9', undefined, 'en-US', '11/28/26, 1:05 PM'],
  ['en', 'en-US', '24', 'en-US-u-hc-h23', '11/28/26, 13:05'],
  ['en', 'en-GB', '12', 'en-GB-u-hc-h12', '28/11/2026, 1:05 pm'],
  ['en', 'de-AT,de;q=0.9,en;q=0.5', undefined, 'en-AT', '28/11/2026, 13:05'],
  ['en', 'de-DE,en-AU;q=0.9', undefined, 'en-AU', '28/11/26, 1:05 pm'],
  ['es', 'es-419,es;q=0.9', undefined, 'es-419', null],
  ['en', 'zh-Hant-TW', undefined, 'en-TW', null],
  ['en', null, undefined, 'en', '11/28/26, 1:05 PM'],
  ['en', '*, x-y-z;;;', '24', 'en-u-hc-h23', '11/28/26, 13:05'],
] as const)('%s with %s and %s is %s', (locale, header, clock, expected, said) => {
  const regional = regionalLocale(locale, header, clock)
  expect(regional).toBe(expected)
  expect(languageOf(regional)).toBe(locale)
  if (said !== null) expect(shown(regional).replace(/\u202f/g, ' ')).toBe(said)
})
