import type { ReactNode } from 'react'
import { Words } from '@/components/ui/words'
import { requireActor } from '@/lib/auth/session'
import { messagesOf } from '@/lib/i18n'
import { surroundings } from '@/lib/i18n/server'

export default async function InboxLayout({ children }: { children: ReactNode }) {
  // Here too, before the first byte: once the loading page has gone out, only a script could lead away.
  await requireActor()
  const { locale } = await surroundings()
  return <Words messages={messagesOf(locale, ['inbox'])}>{children}</Words>
}
