/** Reads once more what came and was not understood: a newer version may know it. */
import type { ChannelType } from '@/db/schema/channels'
import type { Incoming } from './channel'
import { channels } from './index'

/** What it says; null while nothing here understands all of it. `kept`: as it was kept. */
export async function readAgain(type: ChannelType, settings: Record<string, unknown>, kept: string): Promise<Incoming[] | null> {
  const channel = channels[type]
  const parsed = channel?.settings.safeParse(settings)
  if (!channel?.parse || !parsed?.success) return null
  try {
    const raw = Buffer.from(channel.bodyOf?.(kept) ?? kept)
    const headers = new Headers({ 'content-type': 'application/json' })
    const entries = await channel.parse({ raw, headers, urls: [], keep: () => Promise.reject(new Error('nothing large is kept here')) }, parsed.data)
    return entries.length > 0 && entries.every((e) => e.type !== 'broken') ? entries : null
  } catch {
    return null
  }
}
