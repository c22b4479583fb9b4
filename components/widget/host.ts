/**
 * The page around us. Its loader keeps the session, because an iframe's own storage is shut off or wiped in many
 * browsers. Which pages those may be, frame-ancestors has settled; what we send names the page's origin exactly.
 */

export type HostMessage =
  | { t: 'init'; token?: string | null; box?: string | null; user?: unknown; open: boolean }
  | { t: 'open' | 'closed' }
  | { t: 'token'; v?: string | null }
  | { t: 'identify'; v: unknown }
  | { t: 'logout'; v?: string | null }

/** How long the loader may take to answer, ms. */
const PATIENCE = 3000

export class Host {
  private origin: string | null = null
  private waiting: ((token: string | null) => void)[] = []

  /** `hear` is told everything but the answers to our own questions. Without a page around us, nothing comes. */
  constructor(private readonly hear: (m: HostMessage) => void) {}

  get isEmbedded(): boolean {
    return window.parent !== window
  }

  /** Listens, and says that we are here. Returns how to stop. */
  start(): () => void {
    const listen = (e: MessageEvent<unknown>) => {
      if (e.source !== window.parent || e.source === window || !isMessage(e.data)) return
      if (e.data.t === 'init') this.origin = e.origin
      if (e.origin !== this.origin) return
      if (e.data.t === 'token' && this.waiting.length > 0) return this.answer(e.data.v ?? null)
      this.hear(e.data)
    }
    window.addEventListener('message', listen)
    // It holds nothing, and we do not know yet who is there.
    if (this.isEmbedded) window.parent.postMessage({ t: 'ready' }, '*')
    return () => window.removeEventListener('message', listen)
  }

  tell(t: 'unread' | 'close', v?: number): void {
    if (this.origin !== null) window.parent.postMessage({ t, v }, this.origin)
  }

  /** The token that the page keeps now; null for none, or when it does not answer. */
  async token(): Promise<string | null> {
    return this.exchange({ t: 'ask' })
  }

  /** Lets the page keep the token; '' forgets it. Resolves with the one it keeps: another's, when a tab was first. */
  async keep(token: string): Promise<string | null> {
    return this.exchange({ t: 'keep', k: '', v: token })
  }

  /** Lets the page keep what is not sent yet. */
  keepBox(value: string): void {
    if (this.origin !== null) window.parent.postMessage({ t: 'keep', k: 'box', v: value }, this.origin)
  }

  private exchange(m: { t: 'ask' } | { t: 'keep'; k: string; v: string }): Promise<string | null> {
    const origin = this.origin
    if (origin === null) return Promise.resolve(null)
    return new Promise((done) => {
      const late = setTimeout(() => this.answer(null), PATIENCE)
      this.waiting.push((token) => {
        clearTimeout(late)
        done(token)
      })
      window.parent.postMessage(m, origin)
    })
  }

  private answer(token: string | null): void {
    for (const done of this.waiting.splice(0)) done(token)
  }
}

const isMessage = (m: unknown): m is HostMessage => typeof m === 'object' && m !== null && 't' in m && typeof m.t === 'string'
