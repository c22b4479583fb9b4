import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { channelOf, channelOption } from '../channel'
import type { Command } from '../command'
import { house, workspaceOption } from '../workspace'

const command = (enabled: boolean, word: string, about: string): Command => ({
  usage: `channel ${word} --channel ID [--workspace ID]`,
  about,
  options: { ...channelOption, ...workspaceOption },
  run: async (values) => {
    const c = await setChannelEnabled(await house(values), { channelId: channelOf(values), enabled })
    return { json: { channel_id: c.id, state: c.disabled ? 'paused' : 'on' }, text: `Channel ${c.id}: ${c.name} is ${c.disabled ? 'paused' : 'on'}.` }
  },
})

export const channelPause = command(false, 'pause', 'Nothing leaves; what arrives is kept until it goes on.')
export const channelResume = command(true, 'resume', 'Lets a paused channel go on, with what arrived meanwhile.')
