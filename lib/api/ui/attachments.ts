/** A file to attach, sent before the message that will carry it. */
import { Hono } from 'hono'
import { json } from '../answer'
import { upload } from '../attachments/upload'
import { signedIn } from '../signed-in'

export const attachments = new Hono().post(
  '/',
  signedIn(async (c, actor) => json(await upload(actor, c.req.raw))),
)
