/** The language, theme and time zone of the person asking: their own preferences, else cookies, else what the browser says. */
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { createTranslator } from 'use-intl/core'
import { currentActor } from '@/lib/auth/session'
import { isTimeZone, me } from '@/lib/domain/users/profile'
import { type Locale, isLocale, messagesOf, preferredLocale, regionalLocale, type RegionalLocale } from '.'

export type Theme = 'light' | 'dark' | 'system'
/** `regional` is for dates and numbers, `locale` for words. `isZoneChosen`: the person set it; otherwise it is the browser's, as last heard. */
export type Surroundings = { locale: Locale; regional: RegionalLocale; dir: 'ltr' | 'rtl'; theme: Theme; timeZone: string; isZoneChosen: boolean; now: Date }

const isTheme = (s: unknown): s is Theme => s === 'light' || s === 'dark' || s === 'system'
const isZone = (s: string | undefined): s is string => s !== undefined && isTimeZone(s)

/** Once per request. The browser leaves its time zone in the cookie `tz`; until then times are in UTC. */
export const surroundings = cache(async (): Promise<Surroundings> => {
  const [jar, sent, actor] = [await cookies(), await headers(), await currentActor()]
  const chosen = actor ? (await me(actor, {})).preferences : {}
  const locale = [chosen.locale, jar.get('locale')?.value].find(isLocale) ?? preferredLocale(sent.get('accept-language'))
  const theme = [chosen.theme, jar.get('theme')?.value].find(isTheme) ?? 'system'
  const timeZone = [chosen.timeZone, jar.get('tz')?.value].find(isZone)
  const regional = regionalLocale(locale, sent.get('accept-language'), chosen.clock)
  return { locale, regional, dir: 'ltr', theme, timeZone: timeZone ?? 'UTC', isZoneChosen: isZone(chosen.timeZone), now: new Date() }
})

/** A translator for server components, over the whole catalogue: `(await translator())('inbox.title')`. */
export async function translator() {
  const { locale, regional, timeZone, now } = await surroundings()
  return createTranslator({
    locale: regional,
    timeZone,
    now,
    messages: messagesOf(locale, ['common', 'auth', 'settings', 'inbox', 'contact', 'conversation', 'widget', 'demo', 'errors']),
  })
}
