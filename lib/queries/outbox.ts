/**
 * What I wrote and the server has not acknowledged yet. Kept in the browser until it is, so that a reload or a dead
 * network loses nothing; sent with the same key each time, so that trying again never doubles. One conversation's
 * messages go in order, one at a time.
 */
import { newKey } from './client-key'
import type { DraftMore } from '@/lib/domain/messages/answer'
import type { AttachmentView, MessageView } from '@/lib/domain/messages/view'

/** `held`: others wrote meanwhile, or another device sent the draft (`reason`; `newer`), the author decides. `failed`: refused for `reason`. Times in unix ms. */
export type OutboxEntry = {
  key: string
  /** The draft it was written as; absent when it is sent all the same. */
  draftKey?: string
  conversationId: number
  kind: 'reply' | 'note'
  body: string
  attachments: AttachmentView[]
  seenIndex?: number
  /** What it carries besides. */
  more?: DraftMore
  at: number
  state: 'queued' | 'sending' | 'failed' | 'held'
  attempts: number
  retryAt?: number
  reason?: string
  newer?: MessageView[]
}

/** How a send ended when it did not end well. */
export type SendFailure = { retry: boolean; reason: string; newer?: MessageView[] }

export type OutboxDoors = {
  storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'> | null
  post: (entry: OutboxEntry) => Promise<MessageView>
  failure: (error: unknown) => SendFailure
  /** Shows it where it belongs; until that is done the entry stays. Must not throw. */
  sent: (message: MessageView) => void | Promise<void>
  now: () => number
  later: (work: () => void, ms: number) => void
  /** Runs work while no other tab does the same. */
  alone: (name: string, work: () => Promise<void>) => Promise<void>
}

const BACKOFF_MAX = 30_000
/** How long another tab may take over a send before this one tries too, ms. */
const TAKE_OVER = 10_000

export function makeOutbox(prefix: string, doors: OutboxDoors) {
  let entries: readonly OutboxEntry[] = load()
  const listeners = new Set<() => void>()
  const pumping = new Set<number>()
  const watched = new Set<number>()

  function load(): OutboxEntry[] {
    const found: OutboxEntry[] = []
    const s = doors.storage
    for (let i = 0; s && i < s.length; i++) {
      const name = s.key(i)
      if (!name?.startsWith(prefix)) continue
      const entry = read(s.getItem(name))
      // Whatever was on its way when the page went away is tried again.
      if (entry) found.push(entry.state === 'sending' ? { ...entry, state: 'queued', retryAt: undefined } : entry)
    }
    return found.sort((a, b) => a.at - b.at)
  }

  function change(next: readonly OutboxEntry[]): void {
    entries = next
    for (const l of listeners) l()
  }
  function put(entry: OutboxEntry): void {
    try {
      doors.storage?.setItem(prefix + entry.key, JSON.stringify(entry))
    } catch {
      // Storage is full or forbidden: it still lives as long as the page does.
    }
    change(entries.some((e) => e.key === entry.key) ? entries.map((e) => (e.key === entry.key ? entry : e)) : [...entries, entry])
  }
  function drop(key: string): void {
    try {
      doors.storage?.removeItem(prefix + key)
    } catch {}
    change(entries.filter((e) => e.key !== key))
  }
  const get = (key: string) => entries.find((e) => e.key === key)
  const nextOf = (conversationId: number) => entries.find((e) => e.conversationId === conversationId && e.state !== 'failed')

  async function pump(conversationId: number): Promise<void> {
    if (pumping.has(conversationId)) return
    pumping.add(conversationId)
    try {
      await doors.alone(`${prefix}${conversationId}`, async () => {
        for (let e = nextOf(conversationId); e && e.state !== 'held'; e = nextOf(conversationId)) {
          const wait = (e.retryAt ?? 0) - doors.now()
          if (wait > 0) return doors.later(() => void pump(conversationId), wait)
          if (!(await attempt(e))) return
        }
      })
    } finally {
      pumping.delete(conversationId)
    }
    const e = nextOf(conversationId)
    if (e && e.state === 'queued' && (e.retryAt ?? 0) <= doors.now()) void pump(conversationId)
  }

  /** Whether the next one may go at once. */
  async function attempt(entry: OutboxEntry): Promise<boolean> {
    put({ ...entry, state: 'sending' })
    try {
      const message = await doors.post(entry)
      await doors.sent(message)
      drop(entry.key)
      return true
    } catch (error) {
      const f = doors.failure(error)
      if (!get(entry.key)) return true
      if (f.newer) put({ ...entry, state: 'held', newer: f.newer, reason: f.reason })
      else if (!f.retry) put({ ...entry, state: 'failed', reason: f.reason })
      else {
        const attempts = entry.attempts + 1
        const pause = Math.min(BACKOFF_MAX, 1000 * 2 ** (attempts - 1))
        put({ ...entry, state: 'queued', attempts, retryAt: doors.now() + pause })
        doors.later(() => void pump(entry.conversationId), pause)
        return false
      }
      return !f.newer
    }
  }

  return {
    list: () => entries,
    subscribe(l: () => void) {
      listeners.add(l)
      return () => void listeners.delete(l)
    },
    send(what: Pick<OutboxEntry, 'conversationId' | 'kind' | 'body' | 'attachments' | 'seenIndex' | 'more' | 'draftKey'> & { key: string }): void {
      put({ ...what, at: doors.now(), state: 'queued', attempts: 0 })
      void pump(what.conversationId)
    },
    /** Tries again: what failed, or what was held, then whatever came since (`anyway`). */
    retry(key: string): void {
      const e = get(key)
      if (!e) return
      // Its first key is the message's that was sent before.
      const isSentBefore = e.state === 'held' && e.reason === 'draft_sent'
      if (isSentBefore) drop(key)
      put({
        ...e,
        ...(isSentBefore ? { key: newKey(), draftKey: undefined } : {}),
        state: 'queued',
        attempts: 0,
        retryAt: undefined,
        reason: undefined,
        newer: undefined,
        ...(e.state === 'held' ? { seenIndex: undefined } : {}),
      })
      void pump(e.conversationId)
    },
    discard: drop,
    /** What waits under a key, in this tab or another. */
    find: (key: string): OutboxEntry | undefined => get(key) ?? read(doors.storage?.getItem(prefix + key) ?? null) ?? undefined,
    /** The network is back, or the page is: nothing waits for its time any more. */
    flush(): void {
      for (const e of entries) if (e.state === 'queued' && e.retryAt) put({ ...e, retryAt: undefined })
      for (const id of new Set(entries.map((e) => e.conversationId))) void pump(id)
    },
    /** Another tab changed what is kept. Should it go away before its send is done, this one takes over. */
    reload(): void {
      const mine = new Map(entries.map((e) => [e.key, e]))
      change(load().map((e) => (mine.get(e.key)?.state === 'sending' && e.state === 'queued' ? { ...e, state: 'sending' as const } : e)))
      for (const { conversationId, state } of entries) {
        if (state !== 'queued' || watched.has(conversationId)) continue
        watched.add(conversationId)
        doors.later(() => {
          watched.delete(conversationId)
          void pump(conversationId)
        }, TAKE_OVER)
      }
    },
  }
}
export type Outbox = ReturnType<typeof makeOutbox>

function read(text: string | null): OutboxEntry | null {
  try {
    const e: unknown = JSON.parse(text ?? '')
    // Only this file writes under the prefix; the check is for what an older release may have left.
    return typeof e === 'object' && e !== null && 'key' in e && 'conversationId' in e && 'body' in e && 'state' in e ? (e as OutboxEntry) : null
  } catch {
    return null
  }
}
