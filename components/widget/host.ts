/**
 * The page around us. Its loader keeps the session, because an iframe's own storage is shut off or wiped in many
 * browsers. Which pages those may be, frame-ancestors has settled; what we send names the page's origin exactly.
 */

import type { Lead, Tabs } from './site-tabs'

export type HostMessage =
  | { t: 'init'; token?: string | null; box?: string | null; draft?: string | null; user?: unknown; open: boolean; focus: boolean }
  | { t: 'open' | 'closed' }
  | { t: 'token'; v?: string | null }
  | { t: 'identify'; v: unknown }
  | { t: 'logout'; v?: string | null }
  | { t: 'lead'; v: Lead }
  | { t: 'told'; v: unknown }

/** How long the loader may take to answer, ms. */
const PATIENCE = 3000

export class Host {
  private origin: string | null = null
  private waiting: ((token: string | null) => void)[] = []
  private inTabs: { heard: (message: unknown) => void; changed: (lead: Lead) => void } | null = null

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
      if (e.data.t === 'lead') return this.inTabs?.changed(e.data.v)
      if (e.data.t === 'told') return this.inTabs?.heard(e.data.v)
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

  /** Lets the page store what is not sent yet (`box`) or not yet written to its end (`draft`). */
  store(k: 'box' | 'draft', v: string): void {
    if (this.origin !== null) window.parent.postMessage({ t: 'keep', k, v }, this.origin)
  }

  /** The site's tabs, as the page around us knows them. */
  tabs(heard: (message: unknown) => void, changed: (lead: Lead) => void): Tabs {
    const mine = { heard, changed }
    const post = (t: 'join' | 'leave' | 'told' | 'part', v?: unknown) => {
      if (this.origin !== null && this.inTabs === mine) window.parent.postMessage({ t, v }, this.origin)
    }
    return {
      join: (name) => {
        this.inTabs = mine
        post('join', name)
      },
      leave: () => post('leave'),
      tell: (message) => post('told', message),
      close: () => {
        post('part')
        if (this.inTabs === mine) this.inTabs = null
      },
    }
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
