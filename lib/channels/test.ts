/** Whether a channel works: asks its provider, and keeps what is wrong on the channel for admins to see. */
import { type Actor, system } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { setProblem } from '@/lib/domain/channels/set-problem'
import type { Fault } from './channel'
import { credentialsEnd, tryChannel } from './try'

export type Tested = { fault: Pick<Fault, 'class' | 'code' | 'message'> | null }

/** The adapters say this of a message that may have left; of a question it only means that nobody answered. */
const UNANSWERED = { class: 'ambiguous', code: 'unanswered', message: 'No answer came from the provider.' } as const

/** Tells the provider our address too, where that is a call. Admins only. Throws `not_found`, `not_allowed`. */
export async function testChannel(actor: Actor, input: { channelId: number }): Promise<Tested> {
  const connection = await connectionOf(actor, input)
  const found = await tryChannel(connection, { connect: true })
  const fault = found && (found.message === 'delivery_unclear' ? UNANSWERED : { class: found.class, code: found.code, message: found.message })
  const signs = { testedAt: Date.now(), ...(fault ? {} : { expiresAt: await credentialsEnd(connection) }) }
  await setProblem(system(actor.workspaceId), { channelId: connection.id, problem: fault && { code: fault.code, message: fault.message }, signs })
  return { fault }
}
