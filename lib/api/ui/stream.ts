/** The event stream of a screen: what happened since its last number, then whatever happens, until either side ends it. */
import type { Context } from 'hono'
import { actorOf, type UserActor } from '@/lib/auth/session'
import { refuse } from '@/lib/domain/errors'
import { newestSeq } from '@/lib/domain/workspaces/seq'
import { streamsOf, subscribe } from '@/lib/realtime/hub'
import type { Pushed } from '@/lib/realtime/room'
import { dataHeaders } from '../answer'

/** One browser needs one; a few more are other devices and connections not yet known to be dead. */
const STREAMS_MAX = 20
/** Bytes that may wait for a slow reader. One who falls further behind is sent away to load afresh. */
const WAITING_MAX = 1_000_000
/** Bytes up to which the backlog is written without waiting. */
const WATERMARK = 64_000

/** no-transform and x-accel-buffering: proxies must pass each event on at once. */
const headers = () => ({
  ...dataHeaders(),
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-cache, no-store, no-transform',
  'x-accel-buffering': 'no',
})

export async function stream(c: Context, actor: UserActor): Promise<Response> {
  // Hono answers HEAD by running the GET: a stream nobody reads would stay open for ever.
  if (c.req.method !== 'GET') return new Response(null, { headers: headers() })
  if (streamsOf(actor) >= STREAMS_MAX) refuse('too_many')
  const said = c.req.header('last-event-id') ?? c.req.query('after') ?? ''
  const at = /^\d{1,15}$/.test(said) ? Number(said) : await newestSeq(actor, {})
  // Kept for asking again: the request itself is over when this returns.
  const asked = new Request(c.req.url, { headers: { cookie: c.req.header('cookie') ?? '' } })
  return new Response(
    frames(actor, at, async () => (await actorOf(asked)) !== null),
    { headers: headers() },
  )
}

/** The stream itself. `isWelcome`: whether the reader is still signed in. */
export function frames(actor: UserActor, at: number, isWelcome: () => Promise<boolean>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder()
  let leave = () => {}
  let isOver = false
  const wake: (() => void)[] = []
  const free = () => {
    for (const w of wake.splice(0)) w()
  }
  const end = () => {
    isOver = true
    leave()
    free()
  }
  return new ReadableStream<Uint8Array>(
    {
      start(controller) {
        const write = (text: string) => controller.enqueue(encoder.encode(text))
        const push = (m: Pushed) => {
          if (isOver) return
          const isFull = (controller.desiredSize ?? 0) < -WAITING_MAX
          // Who is typing is not worth losing a connection for.
          if (isFull && m.kind === 'presence') return
          write(frame(isFull && 'seq' in m ? { kind: 'reset', seq: m.seq } : m))
          if (!isFull && m.kind !== 'close') return
          end()
          controller.close()
        }
        const drained = () => ((controller.desiredSize ?? 0) > 0 || isOver ? Promise.resolve() : new Promise<void>((done) => wake.push(done)))
        write('retry: 2000\n\n')
        leave = subscribe({ actor, at, push, drained, isWelcome })
      },
      pull: free,
      cancel: end,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: WATERMARK }),
  )
}

/** A silent beat moves the number too, so that what was not for this reader is not read again on resume. */
function frame(m: Pushed): string {
  if (m.kind === 'change') return `id: ${m.seq}\nevent: change\ndata: ${m.json}\n\n`
  if (m.kind === 'presence') return `event: presence\ndata: ${JSON.stringify(m.presence)}\n\n`
  if (m.kind === 'reset') return `id: ${m.seq}\nevent: reset\ndata: {"seq":${m.seq}}\n\n`
  return m.kind === 'beat' ? `id: ${m.seq}\n: hb\n\n` : ': bye\n\n'
}
