'use client'
import { useNow, useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import type { ChannelType } from '@/db/schema/channels'
import { limitOf } from '@/lib/channels/limits'
import type { Thread } from '@/lib/domain/messages/thread'
import { roomOf } from './room'

const NEAR_FULL = 200

/** How much of a message the text fills, once that matters; a text message's segments always, since they are billed. */
export function RoomLine({ type, text }: { type: ChannelType; text: string }) {
  const t = useTranslations('conversation.composer')
  const { left, pieces, max, segments } = roomOf(type, text)
  if (segments)
    return (
      <span role="status" className="text-xs text-dim">
        {t(segments.isUnicode ? 'segmentsUnicode' : 'segments', { count: segments.count })}
      </span>
    )
  if (left >= NEAR_FULL) return null
  return (
    <span role="status" className="text-xs text-dim">
      {left < 0 ? t('pieces', { count: pieces, max }) : t('left', { count: left })}
    </span>
  )
}

/** How long the channel lets us write after the customer did, as far as the messages at hand tell. */
export function WindowLine({ type, thread }: { type: ChannelType; thread: Thread }) {
  const t = useTranslations('conversation.composer')
  const now = useNow({ updateInterval: 30_000 }).getTime()
  const { windowMs } = limitOf(type)
  const last = thread.moreAfter ? undefined : thread.messages.findLast((m) => m.kind === 'message' && m.author.kind === 'contact')
  if (!windowMs || !last) return null
  const left = last.createdAt + windowMs - now
  const minutes = Math.ceil(left / 60_000)
  return (
    <p role={left > 0 ? undefined : 'status'} className={cx('px-3 pb-1 text-sm', left > 0 ? 'text-dim' : 'text-warn')}>
      {left > 0 ? t('windowLeft', { hours: Math.floor(minutes / 60), minutes: minutes % 60 }) : t('windowOver')}
    </p>
  )
}
