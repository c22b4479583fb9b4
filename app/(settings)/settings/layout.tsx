import type { ReactNode } from 'react'
import { SettingsNav } from '@/components/settings/nav'
import { Words } from '@/components/ui/words'
import { requireActor } from '@/lib/auth/session'
import { messagesOf } from '@/lib/i18n'
import { surroundings } from '@/lib/i18n/server'

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor()
  const { locale } = await surroundings()
  return (
    <Words messages={messagesOf(locale, ['settings', 'errors'])}>
      <div className="mx-auto flex min-h-dvh w-full max-w-5xl flex-col gap-4 px-4 py-4 md:flex-row md:gap-8 md:py-8">
        <SettingsNav isAdmin={actor.role === 'admin'} />
        <main className="flex min-w-0 grow flex-col gap-5 pb-16">{children}</main>
      </div>
    </Words>
  )
}
