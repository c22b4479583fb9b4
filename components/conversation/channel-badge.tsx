'use client'
import { useTranslations } from 'use-intl'
import type { ChannelType } from '@/db/schema/channels'
import { ChannelIcon } from '@/components/inbox/channel-icon'

/** The kind of channel as an icon with a name. */
export function ChannelBadge({ type }: { type: ChannelType }) {
  const name = useTranslations('inbox.channelTypes')(type)
  return (
    <span role="img" aria-label={name} title={name} className="inline-flex shrink-0 text-dim">
      <ChannelIcon type={type} />
    </span>
  )
}
