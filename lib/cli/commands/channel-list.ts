import { webhookUrl } from '@/lib/channels/address'
import { hasWebhook } from '@/lib/channels/try'
import { listChannels } from '@/lib/domain/channels/list'
import { type Command, table } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelList: Command = {
  usage: 'channel list [--workspace ID]',
  about: 'The channels of a workspace.',
  options: { ...workspaceOption },
  run: async (values) => {
    // Secrets stay out of terminals and logs.
    const all = (await listChannels(await house(values), {})).map(({ settings: _secret, ...c }) => ({
      ...c,
      channel_id: c.id,
      webhook_url: hasWebhook(c.type) ? webhookUrl(c) : null,
    }))
    const state = (c: (typeof all)[number]) =>
      c.disabled ? 'paused' : c.complete === false ? 'not connected' : c.problem ? `does not work: ${c.problem.message.slice(0, 60)}` : 'on'
    return { json: all, text: table(all.map((c) => ({ id: c.id, type: c.type, name: c.name, key: c.key, state: state(c) }))) || 'None yet.' }
  },
}
