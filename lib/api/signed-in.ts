/** The door of every endpoint that a cookie opens. */
import type { Context } from 'hono'
import { sameOrigin } from '@/lib/auth/origin'
import { actorOf, type UserActor } from '@/lib/auth/session'
import { refuse } from '@/lib/domain/errors'

/** A handler that gets the signed-in user. Throws `wrong_origin` for a write from another site, `not_signed_in`. */
export function signedIn<Path extends string>(handle: (c: Context<object, Path>, actor: UserActor) => Promise<Response>) {
  return async (c: Context<object, Path>): Promise<Response> => {
    if (!sameOrigin(c.req.raw)) refuse('wrong_origin')
    return handle(c, (await actorOf(c.req.raw)) ?? refuse('not_signed_in'))
  }
}
