/** What a provider brought, as it came, for an admin to keep. */
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { blobs } from '@/lib/blobs'
import { arrivedRaw } from '@/lib/domain/channels/arrived'
import { refuse } from '@/lib/domain/errors'
import { dataHeaders } from '../answer'
import { disposition } from '../attachments/download'
import { pathId } from '../input'
import { signedIn } from '../signed-in'

export const arrived = new Hono().get(
  '/:id/arrived/:event/raw',
  signedIn(async (c, actor) => {
    const { name, blob, text } = await arrivedRaw(actor, { channelId: pathId(c), id: pathId(c, 'event') })
    const bytes = blob === null ? null : ((await blobs.get(blob)) ?? refuse('not_found'))
    return new Response(bytes ? (Readable.toWeb(bytes) as ReadableStream<Uint8Array>) : text, {
      headers: {
        ...dataHeaders(),
        'content-type': 'application/octet-stream',
        'content-disposition': disposition('attachment', name),
        'cache-control': 'private, no-store',
      },
    })
  }),
)
