import { listChannels } from '@/lib/domain/channels/list'
import { type Command, table } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelList: Command = {
  usage: 'channel list [--workspace ID]',
  about: 'The channels of a workspace.',
  options: { ...workspaceOption },
  run: async (values) => {
    // Secrets stay out of terminals and logs.
    const all = (await listChannels(await house(values), {})).map(({ settings: _secret, ...c }) => c)
    return { json: all, text: table(all.map((c) => ({ id: c.id, type: c.type, name: c.name, key: c.key, state: c.disabled ? 'off' : 'on' }))) || 'None yet.' }
  },
}
