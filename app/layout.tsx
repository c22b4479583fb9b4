import type { Metadata, Viewport } from 'next'
import localFont from 'next/font/local'
import type { ReactNode } from 'react'
import { messagesOf } from '@/lib/i18n'
import { surroundings } from '@/lib/i18n/server'
import './globals.css'
import { Providers } from './providers'

// Latin only, so that a cold load stays small; other scripts come from the system.
const sans = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
  display: 'swap',
})

export const metadata: Metadata = { title: { default: 'Parley', template: '%s · Parley' }, description: 'A shared inbox for support agents', robots: { index: false } }
export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' }

/** The theme stands in the HTML itself, so nothing flashes and no script is needed for it. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const { locale, regional, dir, theme, timeZone, isZoneChosen, now } = await surroundings()
  return (
    <html lang={locale} dir={dir} data-theme={theme} className={sans.variable}>
      <body>
        <Providers locale={regional} timeZone={timeZone} isZoneChosen={isZoneChosen} now={now.getTime()} messages={messagesOf(locale, ['common'])}>
          {children}
        </Providers>
      </body>
    </html>
  )
}
