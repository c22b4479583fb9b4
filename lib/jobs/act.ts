/** Tells the provider what was done to a message: a reaction, an edit, a removal, that it was read. Any of it may be told twice. */
import { z } from 'zod'
import { channels } from '@/lib/channels'
import type { Act, Channel, Fault } from '@/lib/channels/channel'
import { system } from '@/lib/domain/actor'
import { readToTell } from '@/lib/domain/conversations/read-to-tell'
import { type ActToTell, actsToTell, endAct, failActs } from '@/lib/domain/messages/act-out'
import type { Recipient } from '@/lib/domain/messages/recipient'
import type { Connected } from './deliver'
import { type Handler, TryLater } from './handler'

const ofMessage = z.object({ messageId: z.number().int() })
const ofReading = z.object({ conversationId: z.number().int(), read: z.number().int() })
const payload = z.union([ofMessage, ofReading])

/** The job over these channels; tests bring their own. */
export const actOver = (connected: Connected): Handler => ({
  // The conversation's next answers wait behind it: half a minute, then it has failed and says so.
  attempts: 5,
  timeoutMs: 120_000,
  async run({ job, stop }) {
    const about = payload.parse(job.payload)
    const house = system(job.workspaceId)
    if ('read' in about) {
      const { recipient, externalId } = await readToTell(house, { conversationId: about.conversationId, index: about.read })
      // That we read something is worth a few tries and no word when it cannot be shown.
      if (typeof recipient !== 'string' && externalId) await ask(connected, recipient, { type: 'read', externalId }, stop)
      return
    }
    const wanted = await actsToTell(house, about)
    // It has not left itself: its own end asks for this again.
    if (!wanted || wanted.isOnItsWay) return
    for (const a of wanted.acts) {
      const error = typeof wanted.recipient === 'string' ? wanted.recipient : await tell(connected, wanted.recipient, a, stop)
      await endAct(house, { messageId: about.messageId, kind: a.kind, stamp: a.stamp, error })
    }
  },
  async died(job) {
    const about = payload.parse(job.payload)
    if ('messageId' in about) await failActs(system(job.workspaceId), { messageId: about.messageId, error: 'act_gave_up' })
  },
})

export const act = actOver(channels)

/** Why it could not be done; null when it was. */
async function tell(connected: Connected, recipient: Recipient, { calls }: ActToTell, stop: AbortSignal): Promise<string | null> {
  // What the provider never named to us cannot be named to it.
  if (calls.length === 0) return 'delivery_unclear'
  for (const call of calls) {
    const fault = await ask(connected, recipient, call, stop)
    if (fault) return fault.message.slice(0, 500)
  }
  return null
}

/** Throws TryLater for what may go better later; what may have arrived is among it, as it may arrive twice. */
async function ask(connected: Connected, { channel: at, to }: Recipient, what: Act, stop: AbortSignal): Promise<Fault | null> {
  const channel: Channel<unknown> | undefined = connected[at.type]
  const settings = channel?.settings.safeParse(at.settings)
  if (!channel?.act || !settings?.success) return { class: 'permanent', code: 'none', message: 'channel_not_connected' }
  const fault = await channel.act(what, to, settings.data, stop)
  if (fault?.class === 'retry' || fault?.class === 'ambiguous') throw new TryLater(fault.message, fault.retryAfterMs)
  return fault
}
