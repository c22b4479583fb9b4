/** Reads an account's approved texts. */
import type { FoundTemplate } from '@/lib/domain/templates/keep'
import type { ChannelType, Fault } from './channel'
import { channels } from './index'

/** null where this kind of channel has none. Throws nothing for what the provider says. */
export async function readTemplates(c: { type: ChannelType; settings: Record<string, unknown> }, stop: AbortSignal): Promise<FoundTemplate[] | Fault | null> {
  const channel = channels[c.type]
  const settings = channel?.settings.safeParse(c.settings)
  if (!channel?.templates) return null
  return settings?.success ? channel.templates(settings.data, stop) : { class: 'account', code: 'settings', message: 'channel_not_connected' }
}
