/**
 * A mail as it came. Its HTML is a page of its own for a sandboxed frame: nothing in it runs, nothing is fetched from
 * anywhere, its own pictures stand inside it. Pictures from outside only when asked for (`?images=1`).
 */
import { Readable } from 'node:stream'
import { Hono } from 'hono'
import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { securityHeaders } from '@/lib/auth/headers'
import type { Actor } from '@/lib/domain/actor'
import { refuse } from '@/lib/domain/errors'
import { originalMail } from '@/lib/domain/mail/original'
import { INLINE } from '@/lib/files/sniff'
import { dataHeaders, json } from '../answer'
import { disposition } from '../attachments/download'
import { pathId } from '../input'
import { pictureUrl } from '../pictures/address'
import { signedIn } from '../signed-in'

/** Most bytes of pictures that stand inside the page. */
const PICTURES_MAX = 15 * 1024 * 1024

const contentSchema = z.object({ html: z.string().nullable(), text: z.string() })

export const mail = new Hono()
  .get(
    '/:id/html',
    signedIn(async (c, actor) => page(await shown(actor, pathId(c), c.req.query('images') === '1'), c.req.query('images') === '1')),
  )
  .get(
    '/:id/text',
    signedIn(async (c, actor) => {
      const { mail: m, body } = await originalMail(actor, { messageId: pathId(c) })
      return json({ text: (await contentOf(m.content))?.text ?? body })
    }),
  )
  .get(
    '/:id/original',
    signedIn(async (c, actor) => {
      const { mail: m } = await originalMail(actor, { messageId: pathId(c) })
      const bytes = (m.raw && (await blobs.get(m.raw))) || refuse('not_found')
      return new Response(Readable.toWeb(bytes) as ReadableStream<Uint8Array>, {
        headers: {
          ...dataHeaders(),
          'content-type': 'application/octet-stream',
          'content-disposition': disposition('attachment', `${m.subject.slice(0, 80) || 'mail'}.eml`),
          'cache-control': 'private, no-store',
        },
      })
    }),
  )

async function contentOf(key: string | undefined): Promise<z.infer<typeof contentSchema> | null> {
  const bytes = key ? await blobs.get(key) : null
  return bytes ? contentSchema.parse(JSON.parse((await read(bytes)).toString('utf8'))) : null
}

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  for await (const chunk of stream) chunks.push(chunk)
  return Buffer.concat(chunks)
}

/** The sanitised HTML with the mail's own pictures in it, and those from outside or the places where they would be. */
async function shown(actor: Actor, messageId: number, withRemote: boolean): Promise<string> {
  const { mail: m, files } = await originalMail(actor, { messageId })
  const html = (await contentOf(m.content))?.html ?? refuse('not_found')
  const pictures = new Map<string, string>()
  let size = 0
  for (const [cid, id] of Object.entries(m.cids ?? {})) {
    const file = files.find((f) => f.id === id)
    const bytes = file && INLINE.has(file.type) && (size += file.size) <= PICTURES_MAX ? await blobs.get(file.blobKey) : null
    if (file && bytes) pictures.set(cid, `data:${file.type};base64,${(await read(bytes)).toString('base64')}`)
  }
  return html.replace(/(<img\b[^>]*?\s)src="([^"]*)"/gi, (whole, before: string, src: string) => {
    if (/^cid:/i.test(src)) return pictures.has(plain(src.slice(4))) ? `${before}src="${pictures.get(plain(src.slice(4)))}"` : before
    if (/^data:/i.test(src)) return whole
    // Through us: who reads a mail does not call whoever sent it.
    const ours = withRemote ? pictureUrl(src.replaceAll('&amp;', '&')) : null
    return ours ? `${before}src="${ours}"` : before
  })
}

const plain = (cid: string) => {
  const bare = cid.replaceAll('&amp;', '&')
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}

function page(html: string, withRemote: boolean): Response {
  const policy = `default-src 'none'; img-src data:${withRemote ? " 'self'" : ''}; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox`
  const body = `<!doctype html><html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light"><title></title><style>body{margin:12px;font:14px/1.5 system-ui,sans-serif;color:#111;background:#fff;overflow-wrap:anywhere}img{max-width:100%;height:auto}table{max-width:100%}pre{white-space:pre-wrap}blockquote{margin:0 0 0 8px;padding-inline-start:8px;border-inline-start:2px solid #ccc}</style></head><body dir="auto">${html}</body></html>`
  return new Response(body, {
    headers: {
      ...securityHeaders(),
      'content-security-policy': policy,
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'private, no-store',
      'referrer-policy': 'no-referrer',
      'cross-origin-resource-policy': 'same-origin',
    },
  })
}
