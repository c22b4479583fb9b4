import { updateChannel } from '@/lib/domain/channels/update'
import { channelOf, channelOption, settingsIn } from '../channel'
import { type Command, maybe, UsageError } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelUpdate: Command = {
  usage: 'channel update --channel ID [--name NAME] [--settings JSON] [--workspace ID]',
  about: 'Changes a channel’s name and the settings that are named. Secrets that would go to another address must be said again.',
  options: { ...channelOption, name: { type: 'string' }, settings: { type: 'string' }, ...workspaceOption },
  run: async (values) => {
    const [name, settings] = [maybe(values, 'name'), settingsIn(values)]
    if (name === undefined && settings === undefined) throw new UsageError('--name or --settings is missing')
    const c = await updateChannel(await house(values), { channelId: channelOf(values), name, settings })
    return { json: { ...c, channel_id: c.id }, text: `Channel ${c.id}: ${c.name} (${c.type}) is changed. Try it with: channel test --channel ${c.id}` }
  },
}
