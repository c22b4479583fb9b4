'use client'
import { useQueryClient } from '@tanstack/react-query'
import { keepPreferencesAction } from '@/lib/actions/preferences'
import type { Locale } from '@/lib/i18n/locales'
import { type Me, useMe } from '@/lib/queries/directory'
import { keys } from '@/lib/queries/keys'

export type Theme = 'light' | 'dark' | 'system'
const YEAR = 31_536_000

/** The choices a person makes from the menu: shown at once, remembered by this browser and in their profile. */
export function usePreferences() {
  const client = useQueryClient()
  const me = useMe()
  const keep = async (part: Me['preferences']) => {
    client.setQueryData<Me>(keys.me, (m) => m && { ...m, preferences: { ...m.preferences, ...part } })
    for (const [name, value] of Object.entries(part)) document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax`
    // The screen has it already and the cookie keeps it here; without a connection only other browsers miss it.
    await keepPreferencesAction(part).catch(() => null)
  }
  return {
    theme: me.preferences.theme ?? 'system',
    setTheme(theme: Theme) {
      document.documentElement.dataset.theme = theme
      void keep({ theme })
    },
    setLocale(locale: Locale) {
      void keep({ locale }).finally(() => location.reload())
    },
  }
}
