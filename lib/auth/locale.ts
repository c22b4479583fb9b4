/** The language a page is written in, before and after signing in. */
import { headers } from 'next/headers'
import { me } from '@/lib/domain/users/profile'
import { type Locale, preferredLocale } from '@/lib/i18n'
import { currentActor } from './session'

/** What the person chose, else what their browser asks for. */
export async function currentLocale(): Promise<Locale> {
  const actor = await currentActor()
  const chosen = actor ? (await me(actor, {})).preferences.locale : undefined
  return chosen ?? preferredLocale((await headers()).get('accept-language'))
}
