import type { ReactNode } from 'react'
import { Words } from '@/components/ui/words'
import { messagesOf } from '@/lib/i18n'
import { surroundings } from '@/lib/i18n/server'

export default async function AuthLayout({ children }: { children: ReactNode }) {
  const { locale } = await surroundings()
  return (
    <Words messages={messagesOf(locale, ['auth', 'errors'])}>
      <main className="mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10">{children}</main>
    </Words>
  )
}
