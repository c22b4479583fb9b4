/** The language, theme and time zone of the person asking: their own preferences, else cookies, else what the browser says. */
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { createTranslator } from 'use-intl/core'
import { currentActor } from '@/lib/auth/session'
import { me } from '@/lib/domain/users/profile'
import { type Locale, type Namespace, isLocale, messagesOf, preferredLocale } from '.'

export type Theme = 'light' | 'dark' | 'system'
export type Surroundings = { locale: Locale; dir: 'ltr' | 'rtl'; theme: Theme; timeZone: string; now: Date }

const isTheme = (s: unknown): s is Theme => s === 'light' || s === 'dark' || s === 'system'
const isTimeZone = (s: string | undefined): s is string => {
  if (!s) return false
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: s }))
  } catch {
    return false
  }
}

/** Once per request. The browser leaves its time zone in the cookie `tz`; until then times are in UTC. */
export const surroundings = cache(async (): Promise<Surroundings> => {
  const [jar, sent, actor] = [await cookies(), await headers(), await currentActor()]
  const chosen = actor ? (await me(actor, {})).preferences : {}
  const locale = [chosen.locale, jar.get('locale')?.value].find(isLocale) ?? preferredLocale(sent.get('accept-language'))
  const theme = [chosen.theme, jar.get('theme')?.value].find(isTheme) ?? 'system'
  const timeZone = [chosen.timeZone, jar.get('tz')?.value].find(isTimeZone) ?? 'UTC'
  return { locale, dir: 'ltr', theme, timeZone, now: new Date() }
})

/** A translator for server components: `const t = await translator('inbox')`. */
export async function translator<N extends Namespace>(namespace: N) {
  const { locale, timeZone, now } = await surroundings()
  return createTranslator({ locale, timeZone, now, namespace, messages: messagesOf(locale, [namespace]) as Record<string, never> })
}
