import { CHANNEL_TYPES } from '@/db/schema/channels'
import { createChannel } from '@/lib/domain/channels/create'
import { type Command, needed, oneOf, UsageError } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelCreate: Command = {
  usage: 'channel create --type TYPE --name NAME [--origin URL]… [--workspace ID]',
  about: 'Opens a channel; --origin names a site that may carry a web chat.',
  options: { type: { type: 'string' }, name: { type: 'string' }, origin: { type: 'string', multiple: true }, ...workspaceOption },
  run: async (values) => {
    const [type, name] = [oneOf(values, 'type', CHANNEL_TYPES), needed(values, 'name')]
    const origins = Array.isArray(values.origin) ? values.origin : []
    if (origins.length > 0 && type !== 'webchat') throw new UsageError('--origin is for web chats')
    const made = await createChannel(await house(values), { type, name, settings: origins.length > 0 ? { allowedOrigins: origins } : {} })
    return { json: made, text: `Channel ${made.id}: ${made.name} (${made.type}), key ${made.key}` }
  },
}
