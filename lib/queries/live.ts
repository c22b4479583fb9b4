/**
 * News from the server into this tab's cache. One tab leads (Web Locks) and holds the stream; the others hear it by
 * BroadcastChannel. Every batch says from which number to which it reaches, so whoever missed one notices and catches up.
 */
import { notifyManager, type QueryClient } from '@tanstack/react-query'
import type { LiveEvent } from '@/lib/domain/events'
import type { EventsAfter } from '@/lib/domain/workspaces/events-after'
import { applyEvent, showRow } from './cache'
import { hasDraft, refreshDrafts } from './draft'
import { get, RequestError, urlOf } from './fetch'
import { keys } from './keys'
import { seqOf, type ListData } from './list-rows'
import type { Pending } from './pending'
import type { Presence, PresenceMap } from './presence'
import { readStream, StreamRefused } from './sse'
import { applyToThread, contactsIn } from './thread'
import { messageOf } from './thread-merge'

export type LiveStatus = 'live' | 'polling' | 'offline'
/** `from` exclusive, `seq` inclusive. */
type Batch = { kind: 'batch'; from: number; seq: number; events: LiveEvent[] }
type Told =
  | Batch
  | { kind: 'beat'; seq: number; status: LiveStatus }
  | { kind: 'presence'; presence: Presence }
  | { kind: 'reset'; seq: number }
  | { kind: 'nudge' }
  | { kind: 'signed-out' }

const SILENCE_MS = 40_000
const POLL_MS = 3000
const RECENT_MAX = 1000

export class Live {
  status: LiveStatus = 'live'
  private readonly listeners = new Set<() => void>()
  private readonly recent: LiveEvent[] = []
  private stopped = new AbortController()
  private channel: BroadcastChannel | null = null
  private isLeader = false
  private catching: Promise<void> | null = null
  private stream: AbortController | null = null
  private wakeUp: (() => void) | null = null
  private lastHeard = 0

  /** `seq`: what the cache holds is true up to here. */
  constructor(
    private readonly client: QueryClient,
    readonly pending: Pending,
    private seq: number,
  ) {}

  start(): () => void {
    const name = `parley:${this.pending.me}`
    const stopped = new AbortController()
    const { signal } = stopped
    this.stopped = stopped
    if ('BroadcastChannel' in globalThis) {
      this.channel = new BroadcastChannel(name)
      this.channel.onmessage = (e: MessageEvent<Told>) => this.hear(e.data)
    }
    const lead = () => {
      this.isLeader = true
      return this.lead(signal)
    }
    if (navigator.locks) navigator.locks.request(name, { signal }, lead).catch(() => {})
    else void lead()
    const unwatch = this.client.getQueryCache().subscribe((e) => {
      if (e.type === 'updated' && e.action.type === 'success' && !e.action.manual) this.replay(e.query.queryKey)
    })
    const onWake = () => document.visibilityState === 'visible' && this.refresh()
    addEventListener('online', onWake, { signal })
    addEventListener(
      'offline',
      () => {
        this.setStatus('offline')
        // A connection that outlived the network tells nothing more; a fresh one starts where we are.
        this.stream?.abort()
      },
      { signal },
    )
    addEventListener('pageshow', (e) => e.persisted && onWake(), { signal })
    document.addEventListener('visibilitychange', onWake, { signal })
    // A clock that jumps is a computer that slept: the connection may be dead without knowing.
    let last = Date.now()
    const clock = setInterval(() => {
      const now = Date.now()
      if (now - last > SILENCE_MS || (this.isLeader && this.stream && now - this.lastHeard > SILENCE_MS)) this.refresh()
      last = now
    }, 5000)
    void this.catchUp().catch(() => {})
    return () => {
      clearInterval(clock)
      unwatch()
      stopped.abort()
      this.isLeader = false
      this.stream?.abort()
      this.wakeUp?.()
      this.channel?.close()
    }
  }

  subscribe = (listener: () => void) => {
    this.listeners.add(listener)
    return () => void this.listeners.delete(listener)
  }
  getStatus = () => this.status

  /** Something of ours was just done: where there is no stream, look now. */
  nudge(): void {
    if (this.status === 'live') return
    this.wakeUp?.()
    this.say({ kind: 'nudge' })
  }

  private hear(m: Told): void {
    if (m.kind === 'batch') this.take(m)
    else if (m.kind === 'presence') this.putPresence(m.presence)
    else if (m.kind === 'reset') this.reset(m.seq)
    else if (m.kind === 'nudge') this.wakeUp?.()
    else if (m.kind === 'signed-out') location.reload()
    else if (!this.isLeader) {
      this.setStatus(m.status)
      if (m.seq > this.seq) void this.catchUp().catch(() => {})
    }
  }

  /** Applies a batch; one that leaves a gap before it makes us ask for what lies between. */
  private take(b: Batch): void {
    if (b.seq <= this.seq) return
    if (b.from > this.seq) return void this.catchUp().catch(() => {})
    notifyManager.batch(() => {
      for (const e of b.events) if (e.seq > this.seq) this.apply(e)
    })
    this.seq = b.seq
  }

  private apply(e: LiveEvent): void {
    this.recent.push(e)
    if (this.recent.length > RECENT_MAX) this.recent.splice(0, RECENT_MAX / 2)
    applyToThread(this.client, e)
    if (isAboutMyDraft(e, this.pending.me) && e.conversationId !== null && hasDraft(this.client, e.conversationId)) void refreshDrafts(this.client, e.conversationId)
    applyEvent(this.client, this.pending, e)
    if (e.kind === 'user.changed' || e.kind === 'team.changed' || e.kind === 'workspace.changed' || e.kind.startsWith('channel.')) {
      void this.client.invalidateQueries({ queryKey: keys.directory })
      if (e.data.userId === this.pending.me || e.kind === 'workspace.changed') void this.client.invalidateQueries({ queryKey: keys.me })
    } else if (e.kind.startsWith('contact.')) {
      for (const id of contactsIn(e)) void this.client.invalidateQueries({ queryKey: keys.contact(id) })
    }
    if (e.conversationId !== null && !e.kind.startsWith('message.')) void this.client.invalidateQueries({ queryKey: keys.history(e.conversationId) })
  }

  /** What was fetched while events came in may be older than they are. */
  private replay(key: readonly unknown[]): void {
    if (key[0] !== 'list' && key[0] !== 'counts') return
    const data = key[0] === 'list' ? this.client.getQueryData<ListData>(key) : undefined
    const from = data ? seqOf(data) : 0
    for (const e of this.recent) if (e.seq > from) applyEvent(this.client, this.pending, e, true)
    for (const row of this.pending.rows()) showRow(this.client, row, this.pending.me, true)
  }

  /** Asks for everything after our number. Several callers share one question. */
  private catchUp(): Promise<void> {
    this.catching ??= this.ask().finally(() => {
      this.catching = null
    })
    return this.catching
  }

  private async ask(): Promise<void> {
    for (;;) {
      const from = this.seq
      const got = await get<EventsAfter>('/events', { after: from, limit: 500 }, { signal: this.stopped.signal })
      if (got.reset) {
        this.reset(got.seq)
        return this.isLeader ? this.say({ kind: 'reset', seq: got.seq }) : undefined
      }
      const batch: Batch = { kind: 'batch', from, seq: got.seq, events: got.events }
      this.take(batch)
      if (this.isLeader && got.seq > from) this.say(batch)
      if (!got.more) return
    }
  }

  /** Too far behind: everything on screen is fetched afresh, the rest is forgotten. */
  private reset(seq: number): void {
    this.seq = seq
    this.recent.length = 0
    for (const root of ['list', 'conversation', 'history', 'contact']) this.client.removeQueries({ queryKey: [root], type: 'inactive' })
    void this.client.invalidateQueries()
  }

  private async lead(signal: AbortSignal): Promise<void> {
    let failures = 0
    while (!signal.aborted) {
      const wasOpen = await this.follow()
      if (signal.aborted) return
      failures = wasOpen ? 0 : failures + 1
      if (failures === 0) {
        await this.pause(200 + Math.random() * 800)
        continue
      }
      // No stream: ask now and then, and try a stream every few rounds.
      for (let round = 0; round < Math.min(failures, 5) && !signal.aborted; round++) {
        await this.catchUp().then(
          () => this.setStatus('polling'),
          (e: unknown) => this.failed(e),
        )
        await this.pause(POLL_MS * (this.status === 'offline' ? 1 + Math.random() : 1))
      }
    }
  }

  /** Holds one stream until it ends. Returns whether it ever opened. */
  private async follow(): Promise<boolean> {
    const stream = new AbortController()
    this.stream = stream
    let isOpen = false
    try {
      await readStream(
        urlOf('/stream', { after: this.seq }),
        (m) => this.onMessage(m.event, m.data, m.id),
        stream.signal,
        () => {
          isOpen = true
          this.lastHeard = Date.now()
          this.setStatus('live')
        },
      )
    } catch (e) {
      if (e instanceof StreamRefused && e.status === 401) this.signedOut()
    }
    this.stream = null
    return isOpen
  }

  private onMessage(event: string, data: string, id: string | null): void {
    this.lastHeard = Date.now()
    if (event === 'change') {
      const e = JSON.parse(data) as LiveEvent
      const batch: Batch = { kind: 'batch', from: this.seq, seq: e.seq, events: [e] }
      this.take(batch)
      this.say(batch)
    } else if (event === 'reset') {
      const seq = Number(id ?? (JSON.parse(data) as { seq?: number }).seq)
      this.reset(seq)
      this.say({ kind: 'reset', seq })
    } else if (event === 'presence') {
      const presence = JSON.parse(data) as Presence
      this.putPresence(presence)
      this.say({ kind: 'presence', presence })
    } else this.say({ kind: 'beat', seq: this.seq, status: this.status })
  }

  private putPresence(p: Presence): void {
    const isEmpty = p.users.length === 0 && !p.contactOnline && !p.contactTyping
    this.client.setQueryData<PresenceMap>(keys.presence, ({ [p.conversationId]: _, ...rest } = {}) => (isEmpty ? rest : { ...rest, [p.conversationId]: p }))
  }

  /** Woken up, or online again: a fresh stream for the leader, a look at what was missed for the others. */
  private refresh(): void {
    if (this.isLeader && Date.now() - this.lastHeard > 20_000) this.stream?.abort()
    this.wakeUp?.()
    void this.catchUp().then(
      () => this.status === 'offline' && this.setStatus('polling'),
      (e: unknown) => this.failed(e),
    )
  }

  private failed(e: unknown): void {
    if (e instanceof RequestError && e.status === 401) this.signedOut()
    else if (!this.stopped.signal.aborted) this.setStatus('offline')
  }

  private signedOut(): void {
    this.say({ kind: 'signed-out' })
    location.reload()
  }

  private setStatus(status: LiveStatus): void {
    if (status === this.status) return
    this.status = status
    for (const l of this.listeners) l()
    if (this.isLeader) this.say({ kind: 'beat', seq: this.seq, status })
  }

  private say(m: Told): void {
    this.channel?.postMessage(m)
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms)
      this.wakeUp = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }
}

/** I sent something, or discarded a draft: here or on another device. */
function isAboutMyDraft(e: LiveEvent, me: number): boolean {
  const author = e.kind === 'message.added' ? messageOf(e)?.author : null
  return (author?.kind === 'user' && author.id === me) || (e.kind === 'conversation.personal_changed' && e.data.what === 'draft_discarded')
}
