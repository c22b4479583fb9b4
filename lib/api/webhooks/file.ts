/** One file for a provider to fetch and pass on, by a signed address that ends. */
import type { Context } from 'hono'
import { findForProvider } from '@/lib/domain/attachments/for-provider'
import { refuse } from '@/lib/domain/errors'
import { Readable } from 'node:stream'
import { blobs } from '@/lib/blobs'
import { fileOfToken } from '@/lib/files/signed'
import { dataHeaders } from '../answer'

export async function giveFile(c: Context<object, '/files/:token/:name'>): Promise<Response> {
  const id = fileOfToken(c.req.param('token')) ?? refuse('not_found')
  const file = (await findForProvider(id)) ?? refuse('not_found')
  const bytes = (await blobs.get(file.blobKey)) ?? refuse('not_found')
  const headers = {
    ...dataHeaders(),
    'content-type': file.type,
    'content-length': String(file.size),
    'content-disposition': 'attachment',
    'content-security-policy': "sandbox; default-src 'none'",
  }
  return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, { headers })
}
