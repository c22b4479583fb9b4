/** What the chat on a web page talks to: everything under /api/widget. See door.ts for who may. */
import { Hono } from 'hono'
import { json } from '../answer'
import { getFile, getThumb, postFile } from './attachments'
import { widgetConfig } from './config'
import { atSite } from './door'
import { getMessages, postMessage, postSeen, postTyping } from './messages'
import { getStream } from './stream'
import { postIdentify, postLogout, postVisitor } from './visitors'

export const widget = new Hono()
  .get(
    '/:key',
    atSite(async (_, site) => json(await widgetConfig(site))),
  )
  .post('/:key/visitors', postVisitor)
  .post('/:key/identify', postIdentify)
  .post('/:key/logout', postLogout)
  .get('/:key/messages', getMessages)
  .post('/:key/messages', postMessage)
  .post('/:key/seen', postSeen)
  .post('/:key/typing', postTyping)
  .get('/:key/stream', getStream)
  .post('/:key/attachments', postFile)
  .get('/:key/attachments/:id', getFile)
  .get('/:key/attachments/:id/thumb', getThumb)
