import type { ReactNode } from 'react'
import { Words } from '@/components/settings/words'
import { currentLocale } from '@/lib/auth/locale'
import { messagesOf } from '@/lib/i18n'

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const locale = await currentLocale()
  return (
    <Words locale={locale} messages={messagesOf(locale, ['common', 'auth', 'errors'])} timeZone="UTC">
      <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">{children}</main>
    </Words>
  )
}
