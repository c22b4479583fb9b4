import { CHANNEL_TYPES } from '@/db/schema/channels'
import { webhookUrl } from '@/lib/channels/address'
import { hasWebhook, tryChannel } from '@/lib/channels/try'
import { connectionOf } from '@/lib/domain/channels/connection'
import { createChannel } from '@/lib/domain/channels/create'
import { type Command, maybe, oneOf, UsageError, type Values } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelCreate: Command = {
  usage: 'channel create --type TYPE [--name NAME] [--settings JSON] [--origin URL]… [--workspace ID]',
  about: 'Opens a channel and says where its provider calls us; --origin names a site that may carry a web chat.',
  options: { type: { type: 'string' }, name: { type: 'string' }, settings: { type: 'string' }, origin: { type: 'string', multiple: true }, ...workspaceOption },
  run: async (values) => {
    const type = oneOf(values, 'type', CHANNEL_TYPES)
    const origins = Array.isArray(values.origin) ? values.origin : []
    if (origins.length > 0 && type !== 'webchat') throw new UsageError('--origin is for web chats')
    const given = settingsOf(values)
    const actor = await house(values)
    const made = await createChannel(actor, {
      type,
      name: maybe(values, 'name') ?? type,
      settings: { ...given, ...(origins.length > 0 ? { allowedOrigins: origins } : {}) },
    })
    // Telegram learns our address by a call; whether that went well is said, and can be tried again by `channel test`.
    const problem = type === 'telegram' && Object.keys(given).length > 0 ? await tryChannel(await connectionOf(actor, { channelId: made.id }), { connect: true }) : null
    const url = hasWebhook(type) ? webhookUrl(made) : null
    const text = `Channel ${made.id}: ${made.name} (${made.type}), key ${made.key}${url ? `\nIts provider calls ${url}` : ''}${problem ? `\nNot connected yet: ${problem.message}` : ''}`
    return { json: { ...made, channel_id: made.id, webhook_url: url, connection: problem }, text }
  },
}

/** Names as we write them or with underscores, as many providers do. */
function settingsOf(values: Values): Record<string, unknown> {
  const said = maybe(values, 'settings')
  if (said === undefined) return {}
  let parsed: unknown
  try {
    parsed = JSON.parse(said)
  } catch {
    throw new UsageError('--settings must be JSON, such as {"botToken":"…"}')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new UsageError('--settings must be a JSON object')
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()), value]))
}
