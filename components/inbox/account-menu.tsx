'use client'
import { Keyboard, LogOut, Settings, UserRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Menu, MenuChoice, MenuItem, MenuLine } from '@/components/ui/menu'
import { signOutAction } from '@/lib/actions/session'
import { languageOf, LOCALES, type Locale } from '@/lib/i18n/locales'
import { useMe } from '@/lib/queries/directory'
import { usePreferences } from './preferences'

const LANGUAGES: Record<Locale, string> = { en: 'English', es: 'Español' }

/** The person signed in: settings, looks, language, keys, out. */
export function AccountMenu({ onHelp }: { onHelp: () => void }) {
  const t = useTranslations('inbox.account')
  const me = useMe()
  const router = useRouter()
  const locale = languageOf(useLocale())
  const { theme, setTheme, setLocale } = usePreferences()
  const [isLeaving, setLeaving] = useState(false)
  return (
    <Menu
      label={t('label')}
      trigger={
        <button
          type="button"
          aria-label={`${t('label')}: ${me.name}`}
          className="flex w-full items-center gap-2 rounded-md p-2 text-start transition-colors hover:bg-hover data-[state=open]:bg-hover"
        >
          <Avatar name={me.name} size="sm" />
          <span dir="auto" className="min-w-0 grow truncate">
            {me.name}
          </span>
        </button>
      }
    >
      <MenuItem icon={<UserRound size={14} />} onSelect={() => router.push('/settings/profile')}>
        {t('profile')}
      </MenuItem>
      {me.role === 'admin' && (
        <MenuItem icon={<Settings size={14} />} onSelect={() => router.push('/settings/users')}>
          {t('settings')}
        </MenuItem>
      )}
      <MenuItem icon={<Keyboard size={14} />} keys="?" onSelect={onHelp}>
        {t('shortcuts')}
      </MenuItem>
      <MenuLine />
      <MenuChoice
        label={t('theme')}
        value={theme}
        onChange={setTheme}
        options={[
          { value: 'light', label: t('light') },
          { value: 'dark', label: t('dark') },
          { value: 'system', label: t('system') },
        ]}
      />
      <MenuLine />
      <MenuChoice label={t('language')} value={locale} onChange={setLocale} options={LOCALES.map((l) => ({ value: l, label: <span lang={l}>{LANGUAGES[l]}</span> }))} />
      <MenuLine />
      <MenuItem
        icon={<LogOut size={14} />}
        disabled={isLeaving}
        onSelect={() => {
          setLeaving(true)
          // A whole new page: nothing of this person stays in the tab's memory.
          signOutAction().finally(() => location.assign('/sign-in'))
        }}
      >
        {t('signOut')}
      </MenuItem>
    </Menu>
  )
}
