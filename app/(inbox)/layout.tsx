import type { ReactNode } from 'react'
import { Words } from '@/components/ui/words'
import { messagesOf } from '@/lib/i18n'
import { surroundings } from '@/lib/i18n/server'

export default async function InboxLayout({ children }: { children: ReactNode }) {
  const { locale } = await surroundings()
  return <Words messages={messagesOf(locale, ['inbox', 'conversation'])}>{children}</Words>
}
