/**
 * What is new, as it happens: a stream read with fetch, else polling. Whatever cuts it, it goes on from the cursor, so
 * it may be dropped at any time: a sleeping laptop, a dead network, a tab that nobody looks at.
 */
import type { Timeline } from '@/lib/domain/visitors/timeline'
import { askJson, Problem } from './api'
import type { Lead, Tabs } from './site-tabs'

export type Ears = {
  base: string
  /** The same in all tabs of this visitor. */
  name: string
  tabs: (heard: (message: unknown) => void, changed: (lead: Lead) => void) => Tabs
  token: () => string | null
  cursor: () => string | null
  page: (page: Timeline, isWhole: boolean) => void
  typing: (names: string[]) => void
  /** The session was ended elsewhere. */
  over: () => void
  state: (s: 'online' | 'offline') => void
}

/** ms. The server says something every 15 s; silence beyond that is a dead connection. */
const SILENCE_MAX = 40_000
const FIRST_WORD = 8000
const POLL = 5000
/** Streams that do not work here are tried again now and then. */
const STREAM_AGAIN = 60_000
const BACKOFF_MAX = 30_000
/** A hidden tab lets go of its connection: browsers have only six for a site. */
const HIDDEN_MAX = 60_000

/** How long the page around us may take to say who leads, ms: an old loader never does. */
const ELECTION = 1000

/** What the leading tab tells. `from`: the cursor that the page goes on from; null for a first page. */
type TabMessage = { t: 'alive' } | { t: 'page'; from: string | null; page: Timeline; isWhole: boolean } | { t: 'typing'; names: string[] }

export class Live {
  private isRunning = false
  private cut: AbortController | null = null
  private wake = () => {}
  private lastWord = 0
  /** A tab that begins in the background holds no connection until somebody looks at it. */
  private hiddenSince = document.visibilityState === 'hidden' ? -HIDDEN_MAX : Infinity
  /** Another tab reads the stream, and told of something that goes on from elsewhere than where we are. */
  private isBehind = true
  private readonly tabs: Tabs
  private lead: Lead | null = null
  private stops: (() => void)[] = []

  constructor(private readonly ears: Ears) {
    this.tabs = ears.tabs(
      (m) => this.told(m as TabMessage),
      (lead) => {
        this.lead = lead
        this.wake()
      },
    )
  }

  start(): void {
    if (this.isRunning) return this.kick()
    this.isRunning = true
    const on = (target: EventTarget, name: string, f: () => void) => {
      target.addEventListener(name, f)
      this.stops.push(() => target.removeEventListener(name, f))
    }
    on(window, 'online', () => this.kick())
    on(window, 'offline', () => {
      this.cut?.abort()
      this.ears.state('offline')
    })
    on(window, 'pageshow', () => this.kick())
    on(document, 'visibilitychange', () => {
      this.hiddenSince = document.visibilityState === 'hidden' ? performance.now() : Infinity
      if (this.hiddenSince === Infinity) this.kick()
    })
    const look = setInterval(() => {
      if (this.cut && (this.isAsleep() || Date.now() - this.lastWord > SILENCE_MAX)) this.cut.abort()
    }, 2000)
    this.stops.push(() => clearInterval(look))
    void this.run()
  }

  stop(): void {
    this.isRunning = false
    for (const stop of this.stops.splice(0)) stop()
    this.cut?.abort()
    this.tabs.close()
    this.wake()
  }

  /** Tries again now. A stream that spoke lately is left alone. */
  kick(): void {
    if (this.cut && Date.now() - this.lastWord > SILENCE_MAX / 2) this.cut.abort()
    this.wake()
  }

  private isAsleep(): boolean {
    return performance.now() - this.hiddenSince > HIDDEN_MAX
  }

  private async run(): Promise<void> {
    let failures = 0
    let streamFrom = 0
    while (this.isRunning) {
      if (this.isAsleep()) {
        this.tabs.leave()
        this.lead = null
        this.isBehind = true
        await this.rest(BACKOFF_MAX * 10)
        continue
      }
      if (this.lead === null) {
        this.tabs.join(this.ears.name)
        if (this.lead === null) await this.rest(ELECTION)
        this.lead ??= 'alone'
        continue
      }
      if (this.lead === 'wait') {
        failures = (await this.follow(failures)) ? 0 : failures + 1
        continue
      }
      if (Date.now() >= streamFrom && (await this.stream())) {
        failures = 0
        await this.rest(500 + Math.random() * 1000)
        continue
      }
      if (!this.isRunning) return
      if (await this.poll()) {
        failures = 0
        if (Date.now() >= streamFrom) streamFrom = Date.now() + STREAM_AGAIN
        await this.rest(POLL)
      } else {
        // A dead network says nothing about streams.
        streamFrom = 0
        await this.rest(backoff(failures++))
      }
    }
  }

  /** One round of a tab that does not lead: reads what it missed, then waits for what the leader tells. False: no network. */
  private async follow(failures: number): Promise<boolean> {
    if (this.isBehind) {
      this.isBehind = false
      if (!(await this.poll())) {
        this.isBehind = true
        await this.rest(backoff(failures))
        return false
      }
    }
    if (!this.isRunning || this.lead !== 'wait' || this.isBehind) return true
    await this.rest(POLL)
    // The browser may have frozen the leader: then each tab asks for itself.
    if (Date.now() - this.lastWord > SILENCE_MAX) this.isBehind = true
    return true
  }

  /** What the leading tab tells. */
  private told(m: TabMessage): void {
    if (this.lead === 'lead') return
    this.lastWord = Date.now()
    if (m.t === 'typing') return this.ears.typing(m.names)
    if (m.t !== 'page' || m.page.cursor === this.ears.cursor()) return
    if (m.from !== null && m.from === this.ears.cursor()) return this.ears.page(m.page, m.isWhole)
    this.isBehind = true
    this.wake()
  }

  /** Takes a page, and passes it on to the other tabs. */
  private took(page: Timeline, isWhole: boolean): void {
    const from = this.ears.cursor()
    this.ears.page(page, isWhole)
    this.tell({ t: 'page', from, page, isWhole })
  }

  private tell(m: TabMessage): void {
    if (this.lead === 'lead') this.tabs.tell(m)
  }

  /** Until it ends. Whether it ever spoke. */
  private async stream(): Promise<boolean> {
    const cut = (this.cut = new AbortController())
    const late = setTimeout(() => cut.abort(), FIRST_WORD)
    let spoke = false
    try {
      const cursor = this.ears.cursor()
      const r = await fetch(`${this.ears.base}/stream${cursor ? `?after=${cursor}` : ''}`, {
        headers: this.authorization(),
        signal: cut.signal,
        cache: 'no-store',
        credentials: 'omit',
      })
      if (r.status === 401) return this.over()
      if (!r.ok || !r.body) return false
      const reader = r.body.getReader()
      const decoder = new TextDecoder()
      let rest = ''
      for (;;) {
        const { done, value } = await reader.read()
        if (done) return spoke
        if (!spoke) this.ears.state('online')
        clearTimeout(late)
        spoke = true
        this.lastWord = Date.now()
        this.tell({ t: 'alive' })
        const frames = (rest + decoder.decode(value, { stream: true })).split('\n\n')
        rest = frames.pop() ?? ''
        for (const f of frames) if (!this.hear(f)) return false
      }
    } catch {
      return spoke && this.isRunning && navigator.onLine
    } finally {
      clearTimeout(late)
      cut.abort()
      this.cut = null
    }
  }

  /** False when the server wants us to come another way. */
  private hear(frame: string): boolean {
    const event = /^event: (.*)$/m.exec(frame)?.[1]
    const data = /^data: (.*)$/m.exec(frame)?.[1]
    if (!event || !data) return true
    const said: unknown = JSON.parse(data)
    if (event === 'page') {
      const { isWhole, ...page } = said as Timeline & { isWhole: boolean }
      this.took(page, isWhole)
    }
    if (event === 'typing') {
      const { names } = said as { names: string[] }
      this.ears.typing(names)
      this.tell({ t: 'typing', names })
    }
    if (event !== 'over') return true
    if ((said as { reason: string }).reason === 'session_over') this.over()
    return false
  }

  private async poll(): Promise<boolean> {
    try {
      for (let more = true; more && this.isRunning;) {
        const cursor = this.ears.cursor()
        const page = await askJson<Timeline>(`${this.ears.base}/messages${cursor ? `?after=${cursor}` : ''}`, { token: this.ears.token() })
        this.took(page, cursor === null)
        more = page.more
      }
      this.ears.state('online')
      return true
    } catch (e) {
      if (e instanceof Problem && e.reason === 'session_over') return this.over()
      this.ears.state('offline')
      return false
    }
  }

  private over(): false {
    this.stop()
    this.ears.over()
    return false
  }

  private authorization(): Record<string, string> {
    const token = this.ears.token()
    return token ? { authorization: `Bearer ${token}` } : {}
  }

  private rest(ms: number): Promise<void> {
    return new Promise((done) => {
      const timer = setTimeout(done, ms)
      this.wake = () => {
        clearTimeout(timer)
        done()
      }
    })
  }
}

const backoff = (failures: number) => Math.min(BACKOFF_MAX, 1000 * 2 ** failures) * (0.75 + Math.random() / 2)
