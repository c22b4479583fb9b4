'use client'
import { QueryClientProvider } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useEffect, useState } from 'react'
import { IntlProvider } from 'use-intl'
import { ToastProvider } from '@/components/ui/toast'
import type { Messages, RegionalLocale } from '@/lib/i18n'
import { makeQueryClient } from '@/lib/queries/client'

/** `isZoneChosen`: the person set the zone; otherwise it is the browser's as last heard, which may have travelled since. */
type Props = { locale: RegionalLocale; timeZone: string; isZoneChosen: boolean; now: number; messages: Partial<Messages>; children: ReactNode }

/** What every page has around it. `now` (unix ms) is the server's, so that both sides draw the same words at first. */
export function Providers({ locale, timeZone, isZoneChosen, now, messages, children }: Props) {
  const [client] = useState(makeQueryClient)
  const [start] = useState(() => new Date(now))
  const [zone, setZone] = useState(timeZone)
  useEffect(() => {
    const here = Intl.DateTimeFormat().resolvedOptions().timeZone
    if (isZoneChosen) return setZone(timeZone)
    setZone(here)
    document.cookie = `tz=${here}; path=/; max-age=31536000; samesite=lax`
  }, [timeZone, isZoneChosen])
  return (
    <IntlProvider locale={locale} timeZone={zone} now={start} messages={messages as Messages}>
      <QueryClientProvider client={client}>
        <ToastProvider>{children}</ToastProvider>
      </QueryClientProvider>
    </IntlProvider>
  )
}
