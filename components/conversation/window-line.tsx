'use client'
import { Clock, TriangleAlert } from 'lucide-react'
import { useNow, useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import type { ChannelType } from '@/db/schema/channels'
import { type Reach, windowOf } from '@/lib/channels/window'

const HOUR_MS = 60 * 60_000
const MINUTE_MS = 60_000

/** How long we may still write, while we may. Only this line is drawn as the time runs. */
export function WindowLine({ type, reach }: { type: ChannelType; reach: Reach }) {
  const t = useTranslations('conversation.composer')
  const now = useNow({ updateInterval: 15_000 }).getTime()
  const { freeUntil, humanUntil, next } = windowOf(type, reach, reach.lastCustomerAt)
  if (freeUntil === null || !reach.connected) return null
  const isFree = now < freeUntil
  const left = (isFree ? freeUntil : (humanUntil ?? 0)) - now
  if (left <= 0) return null
  // After a day of anybody's comes a week of people's: nothing to hurry for.
  const isShort = left < HOUR_MS && (!isFree || humanUntil === undefined)
  const minutes = Math.ceil(left / MINUTE_MS)
  const span = { days: Math.floor(minutes / 1440), hours: Math.floor((minutes % 1440) / 60), minutes: minutes % 60 }
  const words = isFree ? t('windowLeft', span) : t('windowHuman', span)
  const Sign = isShort ? TriangleAlert : Clock
  return (
    <p className={cx('flex items-center gap-1.5 px-3 pb-1 text-sm', isShort ? 'font-medium text-warn' : 'text-dim')}>
      <Sign size={13} aria-hidden className="shrink-0" />
      <span>
        {words}
        {isShort && ` ${t(next === 'template' ? 'windowThenTemplate' : 'windowThenClosed')}`}
      </span>
      {isShort && (
        // Said once when the last hour begins, not every minute of it.
        <span role="status" className="sr-only">
          {t('windowSoon')}
        </span>
      )}
    </p>
  )
}
