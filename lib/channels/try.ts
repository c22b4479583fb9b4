/** Finds out whether a channel works, and tells its provider where to call us. */
import { webhookUrl } from './address'
import type { ChannelType, Fault } from './channel'
import { channels } from './index'

const PATIENCE_MS = 15_000

type Connection = { type: ChannelType; key: string; settings: Record<string, unknown> }

/** null when all is well. `connect`: registers our address too, where the provider takes it by a call. */
export async function tryChannel(c: Connection, { connect = false } = {}): Promise<Fault | null> {
  const channel = channels[c.type]
  if (!channel) return { class: 'permanent', code: 'type', message: 'Nothing connects us to this kind of channel yet.' }
  const settings = channel.settings.safeParse(c.settings)
  const issue = settings.error?.issues[0]
  if (!settings.success)
    return { class: 'account', code: 'settings', message: `The settings are not complete: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim() }
  const stop = AbortSignal.timeout(PATIENCE_MS)
  const found = (await channel.check?.(settings.data, stop)) ?? null
  return found ?? (connect ? ((await channel.connect?.(settings.data, webhookUrl(c), stop)) ?? null) : null)
}

/** When a channel's credentials end, unix ms; null when they do not, or nobody says. */
export async function credentialsEnd(c: Connection): Promise<number | null> {
  const channel = channels[c.type]
  const settings = channel?.settings.safeParse(c.settings)
  if (!channel?.expiry || !settings?.success) return null
  return channel.expiry(settings.data, AbortSignal.timeout(PATIENCE_MS)).catch(() => null)
}

/** Whether a kind of channel learns our address by a call of ours. */
export const connectsByCall = (type: ChannelType): boolean => channels[type]?.connect !== undefined

/** Whether providers call us about this kind of channel. */
export const hasWebhook = (type: ChannelType): boolean => channels[type]?.parse !== undefined
