/**
 * GET /stream?after=cursor: server-sent events. `page` (a Timeline: what is new since the last), `typing` (`{names}`),
 * `over` (the session was ended). The browser reads it with fetch, because EventSource can send no header and a token
 * in the address would end up in logs.
 */
import { asDomainError, refuse } from '@/lib/domain/errors'
import type { VisitorActor } from '@/lib/domain/visitors/begin'
import { readReached } from '@/lib/domain/visitors/cursor'
import { namesOf } from '@/lib/domain/visitors/names'
import { resolve } from '@/lib/domain/visitors/resolve'
import { timeline } from '@/lib/domain/visitors/timeline'
import { watchConversation } from '@/lib/realtime/hub'
import type { Watched } from '@/lib/realtime/room'
import { asVisitor, tokenOf } from './door'
import { beat } from './presence'
import { isConnected, joinStreams } from './streams'

/** ms between signs of life; at each the session and the timeline are looked at again, whatever was not announced. */
const BEAT = 15_000
/** A reader this many chunks behind is cut off: it comes back with its cursor. */
const BEHIND_MAX = 200

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store, no-transform',
  'x-accel-buffering': 'no',
  'x-content-type-options': 'nosniff',
}

export const getStream = asVisitor(async (c, visitor, site) => {
  // Hono answers HEAD by running the GET: nobody would read this one.
  if (c.req.method !== 'GET') return new Response(null, { headers: HEADERS })
  const after = c.req.query('after')
  if (after !== undefined) readReached(after)
  const token = tokenOf(c.req.raw) ?? refuse('session_over')
  const body = new ReadableStream<Uint8Array>(new Feed(visitor, () => resolve(site.id, token), after), { highWaterMark: BEHIND_MAX })
  return new Response(body, { headers: HEADERS })
})

class Feed implements UnderlyingDefaultSource<Uint8Array> {
  private out: ReadableStreamDefaultController<Uint8Array> | null = null
  private readonly watched = new Map<number, () => void>()
  private leave: (() => void) | null = null
  private timer: NodeJS.Timeout | null = null
  private isLooking = false
  private lookAgain = false
  private shown = ''

  constructor(
    private visitor: VisitorActor,
    private readonly whoNow: () => Promise<VisitorActor | null>,
    private cursor: string | undefined,
  ) {}

  start(out: ReadableStreamDefaultController<Uint8Array>): void {
    this.out = out
    this.leave = joinStreams(this.visitor.visitorId, () => this.look())
    if (!this.leave) return this.close('busy')
    // Said at once, so that the browser knows that nothing on the way holds the stream back.
    this.write(': hello\n\n')
    this.timer = setInterval(() => {
      this.write(': hb\n\n')
      this.look()
    }, BEAT)
    this.timer.unref()
    this.look()
  }

  cancel(): void {
    this.stop()
    // Another tab may still be there, and a reload comes back at once: what is not repeated runs out by itself.
    if (!isConnected(this.visitor.visitorId)) beat(this.visitor, { online: false }).catch(() => {})
  }

  /** Sends what is new. Calls that come meanwhile make one more round. */
  private look(): void {
    if (this.isLooking) return void (this.lookAgain = true)
    this.isLooking = true
    this.rounds().then(
      () => (this.isLooking = false),
      (e: unknown) => {
        this.isLooking = false
        this.close(asDomainError(e).reason)
      },
    )
  }

  private async rounds(): Promise<void> {
    do {
      this.lookAgain = false
      const now = await this.whoNow()
      if (!now) return this.close('session_over')
      // Signing in made them somebody else: the browser loads that history afresh.
      if (now.contactId !== this.visitor.contactId) this.cursor = undefined
      this.visitor = now
      await this.page()
    } while (this.lookAgain && this.out)
    await beat(this.visitor, { online: true })
  }

  private async page(): Promise<void> {
    const isWhole = this.cursor === undefined
    const page = await timeline(this.visitor, { after: this.cursor })
    this.cursor = page.cursor
    if (page.more) this.lookAgain = true
    this.watch(page.seen.me.map(([id]) => id))
    const seen = JSON.stringify(page.seen)
    if (!isWhole && page.messages.length === 0 && seen === this.shown) return
    this.shown = seen
    this.send('page', { ...page, isWhole })
  }

  private watch(ids: readonly number[]): void {
    for (const id of ids)
      if (!this.watched.has(id))
        this.watched.set(
          id,
          watchConversation({ workspaceId: this.visitor.workspaceId, conversationId: id }, (m) => this.heard(m)),
        )
    for (const [id, stop] of this.watched) {
      if (ids.includes(id)) continue
      stop()
      this.watched.delete(id)
    }
  }

  private heard(m: Watched): void {
    if (m.kind === 'changed') return this.look()
    if (m.kind === 'close') return this.close(null)
    namesOf(this.visitor, { userIds: m.userIds }).then(
      (names) => this.send('typing', { names }),
      () => {},
    )
  }

  private send(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  private write(text: string): void {
    if (!this.out) return
    this.out.enqueue(new TextEncoder().encode(text))
    if ((this.out.desiredSize ?? 0) <= 0) this.close(null)
  }

  /** `why`: told to the browser, so that it does not come straight back for the same answer. */
  private close(why: string | null): void {
    const out = this.out
    if (!out) return
    if (why) out.enqueue(new TextEncoder().encode(`event: over\ndata: ${JSON.stringify({ reason: why })}\n\n`))
    this.stop()
    out.close()
  }

  private stop(): void {
    this.out = null
    if (this.timer) clearInterval(this.timer)
    this.leave?.()
    this.leave = null
    for (const stop of this.watched.values()) stop()
    this.watched.clear()
  }
}
