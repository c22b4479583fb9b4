'use client'
import { WifiOff } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { useLiveStatus } from '@/lib/queries/live-provider'

/** Slim, only while something is wrong; the list stays. */
export function ConnectionBanner() {
  const t = useTranslations('inbox.connection')
  const status = useLiveStatus()
  return (
    <div role="status">
      {status === 'offline' && (
        <p className="flex items-center justify-center gap-2 bg-note px-3 py-1 text-center text-note-ink">
          <WifiOff aria-hidden size={14} className="shrink-0" />
          {t('offline')}
        </p>
      )}
    </div>
  )
}
