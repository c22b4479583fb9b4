import { createFormatter } from 'use-intl/core'
import { expect, it } from 'vitest'
import type { RegionalLocale } from '@/lib/i18n/locales'
import { shortAge, shortMoment, shortSpan } from './time'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
/** A Friday, in the middle of the day. */
const now = Date.UTC(2026, 10, 27, 12)
const formatter = (locale: RegionalLocale) => createFormatter({ locale, timeZone: 'UTC' })
const plain = (text: string) => text.replace(/[\u202f\u00a0]/g, ' ')

it.each([
  ['en-GB', -5000, 'now'],
  ['en-GB', 0, 'now'],
  ['en-US', 59_999, 'now'],
  ['es-ES', 30_000, 'ahora'],
  ['es-MX', MINUTE, '1min'],
  ['en-GB', MINUTE, '1m'],
  ['en-GB', HOUR, '1h'],
] as const)('in %s what is %d ms old reads "%s"', (locale, age, expected) => expect(plain(shortAge(formatter(locale), age))).toBe(expected))

it('nothing waits for no time at all', () => {
  for (const locale of ['en-GB', 'en-US', 'es-ES'] as const) {
    expect(shortSpan(formatter(locale), 0)).toMatch(/^<1/)
    expect(shortSpan(formatter(locale), MINUTE)).toMatch(/^1/)
  }
})

it.each([
  ['en-GB', 20 * HOUR, 'Sat, 08:00'],
  ['en-GB', 9 * 24 * HOUR - 4 * HOUR, 'Sun, 6 Dec, 08:00'],
  ['en-US', 20 * HOUR, 'Sat, 8:00 AM'],
  ['en-US', 9 * 24 * HOUR - 4 * HOUR, 'Sun, Dec 6, 8:00 AM'],
  ['en-US-u-hc-h23', 9 * 24 * HOUR - 4 * HOUR, 'Sun, Dec 6, 08:00'],
  ['es-ES', 20 * HOUR, 'sáb, 8:00'],
  ['es-ES', 9 * 24 * HOUR - 4 * HOUR, 'dom, 6 dic, 8:00'],
  ['en-DE', 9 * 24 * HOUR - 4 * HOUR, 'Sun, 6 Dec, 08:00'],
  ['en-GB', 400 * 24 * HOUR, 'Sat, 1 Jan 2028, 12:00'],
] as const)('in %s a moment %d ms away has its weekday and one form of clock: "%s"', (locale, away, expected) =>
  expect(plain(shortMoment(formatter(locale), now + away, now)).replace(/^(\w+) /, '$1, ')).toBe(expected),
)
