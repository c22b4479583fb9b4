/**
 * What is new, as it happens: a stream read with fetch, else polling. Whatever cuts it, it goes on from the cursor, so
 * it may be dropped at any time: a sleeping laptop, a dead network, a tab that nobody looks at.
 */
import type { Timeline } from '@/lib/domain/visitors/timeline'
import { askJson, Problem } from './api'

export type Ears = {
  base: string
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

export class Live {
  private isRunning = false
  private cut: AbortController | null = null
  private wake = () => {}
  private lastWord = 0
  private hiddenSince = 0
  private stops: (() => void)[] = []

  constructor(private readonly ears: Ears) {}

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
      this.hiddenSince = document.visibilityState === 'hidden' ? Date.now() : 0
      if (!this.hiddenSince) this.kick()
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
    this.wake()
  }

  /** Tries again now. A stream that spoke lately is left alone. */
  kick(): void {
    if (this.cut && Date.now() - this.lastWord > SILENCE_MAX / 2) this.cut.abort()
    this.wake()
  }

  private isAsleep(): boolean {
    return this.hiddenSince > 0 && Date.now() - this.hiddenSince > HIDDEN_MAX
  }

  private async run(): Promise<void> {
    let failures = 0
    let streamFrom = 0
    while (this.isRunning) {
      if (this.isAsleep()) {
        await this.rest(BACKOFF_MAX * 10)
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
        await this.rest(Math.min(BACKOFF_MAX, 1000 * 2 ** failures++) * (0.75 + Math.random() / 2))
      }
    }
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
      this.ears.page(page, isWhole)
    }
    if (event === 'typing') this.ears.typing((said as { names: string[] }).names)
    if (event !== 'over') return true
    if ((said as { reason: string }).reason === 'session_over') this.over()
    return false
  }

  private async poll(): Promise<boolean> {
    try {
      for (let more = true; more && this.isRunning;) {
        const cursor = this.ears.cursor()
        const page = await askJson<Timeline>(`${this.ears.base}/messages${cursor ? `?after=${cursor}` : ''}`, { token: this.ears.token() })
        this.ears.page(page, cursor === null)
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
