/**
 * Fetches a picture that a mail shows from outside, so that the sender sees our server and not the agent. Only public
 * addresses, only what really is a picture, bounded in size and time. The signed address stands for the session: the frame
 * it is shown in has none.
 */
import { type Context, Hono } from 'hono'
import { refuse } from '@/lib/domain/errors'
import { INLINE, sniff } from '@/lib/files/sniff'
import { getOutside } from '@/lib/net/outside'
import { dataHeaders } from '../answer'
import { pictureOfToken } from './address'

const MAX = 5 * 2 ** 20
const TIMEOUT_MS = 10_000
const REDIRECTS = 3
/** Fetched at the same time, for everybody. */
const TOGETHER = 12
const KEPT_MAX = 32 * 2 ** 20

type Picture = { type: string; bytes: Uint8Array }

/** Those of the last minutes, the oldest goes first: several agents open the same mail. */
const kept = new Map<string, Picture>()
let keptSize = 0
const running = new Map<string, Promise<Picture | null>>()

async function give(c: Context<object, '/pictures/:token'>): Promise<Response> {
  const url = pictureOfToken(c.req.param('token')) ?? refuse('not_found')
  const found = kept.get(url) ?? (await once(url))
  if (!found) refuse('not_found')
  return new Response(Buffer.from(found.bytes), {
    headers: {
      ...dataHeaders(),
      'content-type': found.type,
      'content-security-policy': "sandbox; default-src 'none'",
      // The mail's frame is of no origin.
      'cross-origin-resource-policy': 'cross-origin',
      'cache-control': 'private, max-age=86400, immutable',
    },
  })
}

function once(url: string): Promise<Picture | null> {
  const asked = running.get(url)
  if (asked) return asked
  if (running.size >= TOGETHER) refuse('busy')
  const asking = fetchPicture(url).finally(() => running.delete(url))
  running.set(url, asking)
  return asking
}

async function fetchPicture(from: string): Promise<Picture | null> {
  let url = from
  try {
    for (let i = 0; i <= REDIRECTS; i++) {
      const answer = await getOutside(url, {
        timeoutMs: TIMEOUT_MS,
        maxBytes: MAX,
        // Never inside, whatever webhooks may do: a stranger chose the address.
        allowInside: false,
        headers: { accept: 'image/*', 'user-agent': 'Mozilla/5.0 (compatible; Parley)' },
      })
      if (answer.status >= 300 && answer.status < 400 && answer.location) {
        url = new URL(answer.location, url).href
        if (!/^https?:/.test(url)) return null
        continue
      }
      if (answer.status !== 200 || answer.cut) return null
      const type = await sniff(answer.bytes.subarray(0, 4096))
      return INLINE.has(type) ? keep(from, { type, bytes: answer.bytes }) : null
    }
  } catch {
    // Not there, not allowed, too slow: a picture that is not shown.
  }
  return null
}

function keep(url: string, picture: Picture): Picture {
  kept.set(url, picture)
  keptSize += picture.bytes.length
  for (const [oldest, { bytes }] of kept) {
    if (keptSize <= KEPT_MAX) break
    kept.delete(oldest)
    keptSize -= bytes.length
  }
  return picture
}

export const pictures = new Hono().get('/pictures/:token', (c) => give(c))
