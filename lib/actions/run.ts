/** How a server action calls a verb: as the signed-in user, with an answer that can cross the wire instead of a throw. */
import { currentActor, type UserActor } from '@/lib/auth/session'
import { type Code, DomainError, type Reason } from '@/lib/domain/errors'
import { report } from '@/lib/domain/report'

export type Failure = { code: Code; reason: Reason; message: string; data: Record<string, unknown> }
export type Result<T> = { ok: true; data: T } | { ok: false; error: Failure }

/** What a verb takes. Only a help to callers: whatever really comes in is parsed by the verb's own schema. */
export type Input<V> = V extends (actor: never, input: infer I) => Promise<unknown> ? I : never

/** Never throws. `not_signed_in` when the session is over. */
export async function run<I, R>(verb: (actor: UserActor, input: I) => Promise<R>, input: I): Promise<Result<R>> {
  try {
    const actor = await currentActor()
    if (!actor) throw new DomainError('not_signed_in')
    return { ok: true, data: await verb(actor, input) }
  } catch (e) {
    const { code, reason, message, data } = report(e)
    return { ok: false, error: { code, reason, message, data } }
  }
}
