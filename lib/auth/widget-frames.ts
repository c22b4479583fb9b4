/** Which sites may show a chat in a frame: those that its channel allows. */
import { channelByKey } from '@/lib/domain/channels/find-by-key'
import { readWebchatSettings } from '@/lib/channels/webchat/settings'

/** For `/widget/<channel key>`: the channel's allowed origins (our own pages always may). Undefined for any other page. */
export async function frameAncestorsOf(path: string): Promise<readonly string[] | undefined> {
  const key = /^\/widget\/([\w-]{1,100})(?:\/|$)/.exec(path)?.[1]
  if (!key) return undefined
  const channel = await channelByKey(key)
  return channel?.type === 'webchat' && !channel.disabledAt ? readWebchatSettings(channel.settings).allowedOrigins : undefined
}
