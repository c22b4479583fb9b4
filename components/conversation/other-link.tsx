'use client'
import { useTranslations } from 'use-intl'
import { isPlainPress, usePlace } from '@/components/inbox/place'
import { Badge } from '@/components/ui/badge'
import { Ago } from '@/components/ui/time'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { ChannelBadge } from './channel-badge'

/** A way to another conversation. */
export function OtherLink({ row }: { row: ConversationRow }) {
  const t = useTranslations('conversation')
  const { hrefOf, go } = usePlace()
  return (
    <a
      href={hrefOf({ openId: row.id })}
      onClick={(e) => {
        if (!isPlainPress(e)) return
        e.preventDefault()
        go({ openId: row.id })
      }}
      className="flex flex-col gap-0.5 rounded-md px-2 py-1.5 text-ink no-underline hover:bg-hover"
    >
      <span className="flex items-center gap-2 text-sm">
        {row.channelType && <ChannelBadge type={row.channelType} />}
        <span className="min-w-0 grow truncate" dir="auto">
          {row.title || row.snippet || t('details.noText')}
        </span>
      </span>
      <span className="flex items-center gap-2 text-xs text-dim">
        <Badge>{t(`status.${row.status}`)}</Badge>
        <Ago ms={row.lastActivityAt} />
      </span>
    </a>
  )
}
