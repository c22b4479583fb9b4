'use client'
import { useTranslations } from 'use-intl'
import type { ChannelType } from '@/db/schema/channels'
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
