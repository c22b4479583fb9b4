import { webhookUrl } from '@/lib/channels/address'
import { hasWebhook, tryChannel } from '@/lib/channels/try'
import { connectionOf } from '@/lib/domain/channels/connection'
import { setProblem } from '@/lib/domain/channels/set-problem'
import { type Command, whole } from '../command'
import { house, workspaceOption } from '../workspace'

export const channelTest: Command = {
  usage: 'channel test --channel ID [--workspace ID]',
  about: 'Tries a channel’s credentials and, where that is a call, tells the provider our address again.',
  options: { channel: { type: 'string' }, ...workspaceOption },
  run: async (values) => {
    const channelId = whole(values, 'channel', { min: 1, max: Number.MAX_SAFE_INTEGER })
    const actor = await house(values)
    const connection = await connectionOf(actor, { channelId })
    const problem = await tryChannel(connection, { connect: true })
    await setProblem(actor, { channelId, problem: problem && { code: problem.code, message: problem.message } })
    const json = { channel_id: channelId, ok: problem === null, problem, webhook_url: hasWebhook(connection.type) ? webhookUrl(connection) : null }
    return { json, text: problem ? `Channel ${channelId} does not work: ${problem.message}` : `Channel ${channelId} works.`, failed: problem !== null }
  },
}
