import { CHANNEL_TYPES } from '@/db/schema/channels'
import { webhookUrl } from '@/lib/channels/address'
import { testChannel } from '@/lib/channels/test'
import { connectsByCall, hasWebhook } from '@/lib/channels/try'
import { createChannel } from '@/lib/domain/channels/create'
import { ensureWorkspace, settingsIn } from '../channel'
import { type Command, maybe, oneOf, UsageError } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelCreate: Command = {
  usage: 'channel create --type TYPE [--name NAME] [--settings JSON] [--origin URL]… [--workspace ID]',
  about: 'Opens a channel and says where its provider calls us; --origin names a site that may carry a web chat.',
  options: { type: { type: 'string' }, name: { type: 'string' }, settings: { type: 'string' }, origin: { type: 'string', multiple: true }, ...workspaceOption },
  run: async (values) => {
    const type = oneOf(values, 'type', CHANNEL_TYPES)
    const origins = Array.isArray(values.origin) ? values.origin : []
    if (origins.length > 0 && type !== 'webchat') throw new UsageError('--origin is for web chats')
    const given = settingsIn(values) ?? {}
    await ensureWorkspace()
    const actor = await house(values)
    const made = await createChannel(actor, {
      type,
      name: maybe(values, 'name') ?? type,
      settings: { ...given, ...(origins.length > 0 ? { allowedOrigins: origins } : {}) },
    })
    // Some learn our address by a call; whether that went well is said, and can be tried again by `channel test`.
    const problem = connectsByCall(type) && Object.keys(given).length > 0 ? (await testChannel(actor, { channelId: made.id })).fault : null
    const url = hasWebhook(type) ? webhookUrl(made) : null
    const text = `Channel ${made.id}: ${made.name} (${made.type}), key ${made.key}${url ? `\nIts provider calls ${url}` : ''}${problem ? `\nNot connected yet: ${problem.message}` : ''}`
    return { json: { ...made, channel_id: made.id, webhook_url: url, connection: problem }, text }
  },
}
