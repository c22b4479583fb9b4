'use client'
import { type ReactNode, useMemo } from 'react'
import { IntlProvider, useLocale, useMessages, useNow, useTimeZone } from 'use-intl'
import type { Messages } from '@/lib/i18n'

/** Adds a part of the app's own namespaces to those the layout gave: `<Words messages={messagesOf(locale, ['inbox'])}>`. */
export function Words({ messages, children }: { messages: Partial<Messages>; children: ReactNode }) {
  const around = useMessages()
  const all = useMemo(() => ({ ...around, ...messages }), [around, messages])
  return (
    <IntlProvider locale={useLocale()} timeZone={useTimeZone()} now={useNow()} messages={all as Messages}>
      {children}
    </IntlProvider>
  )
}
