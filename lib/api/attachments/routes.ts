/** Files for the signed-in team, and for programs by their token. Visitors fetch theirs under /api/widget. */
import { type Context, Hono } from 'hono'
import { refuse } from '@/lib/domain/errors'
import { may } from '@/lib/domain/policy'
import { pathId } from '../input'
import { authenticate, bearer } from '../programs/authenticate'
import { signedIn } from '../signed-in'
import { download } from './download'

type At = Context<object, '/:id'>

/** A token in the header is a program's; without one it is a person with a cookie. */
const give = (part: 'file' | 'thumb') => {
  const byCookie = signedIn((c: At, actor) => download(actor, c.req.raw, pathId(c), part))
  return async (c: At): Promise<Response> => {
    const secret = bearer(c.req.header('authorization'))
    if (!secret) return byCookie(c)
    const who = await authenticate(secret)
    if (!who.ok) return refuse(who.why === 'limited' ? 'too_many' : 'not_signed_in')
    // A file is part of a message: the same scope as every other way to it.
    if (!may(who.actor, 'messages:read')) refuse('not_allowed', { permission: 'messages:read' })
    return download(who.actor, c.req.raw, pathId(c), part)
  }
}

export const attachments = new Hono().get('/:id', give('file')).get('/:id/thumb', give('thumb'))
