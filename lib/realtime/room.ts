/** The listeners of one workspace. The log is read once for all of them; each is handed what they may see. */
import { reader } from '@/db/client'
import { type Actor, personOf, system } from '@/lib/domain/actor'
import type { StoredData } from '@/lib/domain/events'
import { eventsAfter, logAfter, present, type StoredEvent } from '@/lib/domain/workspaces/events-after'
import { newestSeq } from '@/lib/domain/workspaces/seq'
import type { Presence } from './presence'

/** What a subscriber is told. `beat` stands in for silence: `seq` is how far they are. `json` is the LiveEvent, ready to send. */
export type Pushed =
  | { kind: 'change'; seq: number; json: string }
  | { kind: 'presence'; presence: Presence }
  | { kind: 'beat'; seq: number }
  | { kind: 'reset'; seq: number }
  | { kind: 'close' }

export type Subscriber = {
  actor: Actor
  /** The last event they have been handed or that was not for them. */
  at: number
  isLive: boolean
  push: (m: Pushed) => void
  /** Resolves when the subscriber has room for more; used while catching up. */
  drained: () => Promise<void>
  /** Whether they are still signed in; asked now and then, and at once when their account changes. */
  isWelcome: () => Promise<boolean>
}
/** What someone following one conversation from outside is told: look again, or who of the team is answering. */
export type Watched = { kind: 'changed'; seq: number } | { kind: 'typing'; userIds: number[] } | { kind: 'close' }
export type Watcher = (m: Watched) => void

const BATCH = 200

export class Room {
  readonly subscribers = new Set<Subscriber>()
  readonly watchers = new Map<number, Set<Watcher>>()
  /** Newest event handed to those who are live. */
  private seq = 0
  private begun: Promise<void> | null = null
  private isPumping = false
  private isScheduled = false
  private hasMore = false

  constructor(readonly workspaceId: number) {}

  get isEmpty() {
    return this.subscribers.size === 0 && this.watchers.size === 0
  }

  /** Something was committed. Many commits in one turn of the loop are read together. */
  wake(): void {
    if (this.isScheduled) return
    this.isScheduled = true
    setImmediate(() => {
      this.isScheduled = false
      void this.pump()
    })
  }

  /** Brings a newcomer from their number to the present without a gap, then lets them listen. */
  async join(s: Subscriber): Promise<void> {
    this.subscribers.add(s)
    await this.begin()
    while (this.subscribers.has(s)) {
      const page = await eventsAfter(s.actor, { after: s.at })
      if (page.reset) s.push({ kind: 'reset', seq: page.seq })
      for (const e of page.events) {
        s.push({ kind: 'change', seq: e.seq, json: JSON.stringify(e) })
        await s.drained()
      }
      s.at = page.seq
      // No await between this test and going live: what is read next is handed to them too.
      if (!page.more && s.at >= this.seq) return void (s.isLive = true)
    }
  }

  /** Where to read from: the present, once. Asked again after a failure. */
  private begin(): Promise<void> {
    this.begun ??= newestSeq(system(this.workspaceId), {}).then(
      (seq) => void (this.seq = seq),
      (e: unknown) => {
        this.begun = null
        throw e
      },
    )
    return this.begun
  }

  private async pump(): Promise<void> {
    if (this.isPumping) return void (this.hasMore = true)
    this.isPumping = true
    try {
      await this.begin()
      do {
        this.hasMore = false
        const rows = await logAfter(await reader(), this.workspaceId, this.seq, BATCH)
        for (const e of rows) {
          this.seq = e.seq
          this.hand(e)
        }
        if (rows.length === BATCH) this.hasMore = true
      } while (this.hasMore)
    } catch (e) {
      // Nothing is lost: the next commit or the slow poll reads on from the same number.
      console.error(`events of workspace ${this.workspaceId} could not be read`, e)
    } finally {
      this.isPumping = false
    }
  }

  private hand(e: StoredEvent): void {
    const { people = [], counts = [] }: StoredData = e.data
    const personal = new Set([...people, ...counts].map((p) => p.userId))
    let shared: string | undefined
    for (const s of this.subscribers) {
      if (!s.isLive || s.at >= e.seq) continue
      s.at = e.seq
      const me = personOf(s.actor)
      // Most events look the same to most people: those are put into words once.
      const isShared = e.audience === null && (me === null || !personal.has(me))
      const json = isShared ? (shared ??= wordsFor(s.actor, e)) : wordsFor(s.actor, e)
      if (json) s.push({ kind: 'change', seq: e.seq, json })
      if (e.kind === 'user.changed' && e.data.userId === me) void this.recheck(s)
    }
    if (e.conversationId === null || !concernsCustomer(e)) return
    for (const w of this.watchers.get(e.conversationId) ?? []) w({ kind: 'changed', seq: e.seq })
  }

  /** Ends the stream of someone who signed out everywhere or was switched off. When the database cannot say, they stay. */
  async recheck(s: Subscriber): Promise<void> {
    const isWelcome = await s.isWelcome().catch(() => true)
    if (!isWelcome && this.subscribers.delete(s)) s.push({ kind: 'close' })
  }
}

function wordsFor(actor: Actor, e: StoredEvent): string {
  const seen = present(actor, e)
  return seen ? JSON.stringify(seen) : ''
}

/** Notes, system lines and what is personal to colleagues wake nobody outside. */
function concernsCustomer(e: StoredEvent): boolean {
  if (e.audience !== null) return false
  const message = e.data.message
  return typeof message !== 'object' || message === null || !('kind' in message) || message.kind === 'message'
}
