import { webhookUrl } from '@/lib/channels/address'
import { testChannel } from '@/lib/channels/test'
import { hasWebhook } from '@/lib/channels/try'
import { connectionOf } from '@/lib/domain/channels/connection'
import { channelOf, channelOption } from '../channel'
import type { Command } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelTest: Command = {
  usage: 'channel test --channel ID [--workspace ID]',
  about: 'Tries a channel’s credentials and, where that is a call, tells the provider our address again.',
  options: { ...channelOption, ...workspaceOption },
  run: async (values) => {
    const [channelId, actor] = [channelOf(values), await house(values)]
    const connection = await connectionOf(actor, { channelId })
    const { fault: problem } = await testChannel(actor, { channelId })
    const json = { channel_id: channelId, ok: problem === null, problem, webhook_url: hasWebhook(connection.type) ? webhookUrl(connection) : null }
    return { json, text: problem ? `Channel ${channelId} does not work: ${problem.message}` : `Channel ${channelId} works.`, failed: problem !== null }
  },
}
