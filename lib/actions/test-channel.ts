/** Whether a channel works: asks its provider, and keeps what is wrong on the channel for admins to see. */
import type { Fault } from '@/lib/channels/channel'
import { tryChannel } from '@/lib/channels/try'
import { system } from '@/lib/domain/actor'
import { connectionOf } from '@/lib/domain/channels/connection'
import { setProblem } from '@/lib/domain/channels/set-problem'
import type { UserActor } from '@/lib/auth/session'

export type Tested = { fault: Pick<Fault, 'class' | 'code' | 'message'> | null }

/** Tells the provider our address too, where that is a call. Admins only. Throws `not_found`, `not_allowed`. */
export async function testChannel(actor: UserActor, input: { channelId: number }): Promise<Tested> {
  const connection = await connectionOf(actor, input)
  const found = await tryChannel(connection, { connect: true })
  // An answer that was lost says nothing about what an admin would have to mend.
  const fault = found && { class: found.class, code: found.code, message: found.message === 'delivery_unclear' ? '' : found.message }
  await setProblem(system(actor.workspaceId), { channelId: connection.id, problem: fault && { code: fault.code, message: fault.message || fault.code } })
  return { fault }
}
