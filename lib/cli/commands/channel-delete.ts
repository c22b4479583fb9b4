import { deleteChannel, restoreChannel } from '@/lib/domain/channels/delete'
import { channelOf, channelOption } from '../channel'
import { type Command, needed } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelDelete: Command = {
  usage: 'channel delete --channel ID --name NAME [--workspace ID]',
  about: 'Deletes a channel, named exactly: its conversations stay to be read, all else goes ten minutes later, for good.',
  options: { ...channelOption, name: { type: 'string' }, ...workspaceOption },
  run: async (values) => {
    const channelId = channelOf(values)
    const { purgeAt } = await deleteChannel(await house(values), { channelId, name: needed(values, 'name') })
    const until = new Date(purgeAt).toISOString()
    return {
      json: { channel_id: channelId, state: 'deleted', purge_at: until },
      text: `Channel ${channelId} is deleted. Until ${until}: channel restore --channel ${channelId}`,
    }
  },
}

export const channelRestore: Command = {
  usage: 'channel restore --channel ID [--workspace ID]',
  about: 'Brings a channel back within ten minutes of its deletion.',
  options: { ...channelOption, ...workspaceOption },
  run: async (values) => {
    const channelId = channelOf(values)
    await restoreChannel(await house(values), { channelId })
    return { json: { channel_id: channelId, state: 'restored' }, text: `Channel ${channelId} is back.` }
  },
}
