/** Files for the signed-in team. Visitors fetch theirs under /api/widget, with their token. */
import { Hono } from 'hono'
import { pathId } from '../input'
import { signedIn } from '../signed-in'
import { download } from './download'

export const attachments = new Hono()
  .get('/:id', signedIn((c, actor) => download(actor, c.req.raw, pathId(c))))
  .get('/:id/thumb', signedIn((c, actor) => download(actor, c.req.raw, pathId(c), 'thumb')))
