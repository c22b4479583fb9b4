/** The visitor's token: kept by the page around us, begun when there is something to say. */
import { askJson } from './api'
import type { Host } from './host'

/** ms */
const SETTLE = 300

export type Said = { name?: string; email?: string }

export class Session {
  token: string | null = null
  /** A JWT of the site's backend, offered when the session begins. */
  identity: string | undefined
  said: Said = {}
  private beginning: Promise<string> | null = null
  private readonly slot: string

  constructor(
    private readonly base: string,
    key: string,
    private readonly host: Host,
  ) {
    this.slot = `parley.${key}`
  }

  /** What was kept from an earlier visit, when no page around us keeps it. */
  restore(): string | null {
    try {
      this.token = localStorage.getItem(this.slot)
    } catch {
      this.token = null
    }
    return this.token
  }

  /** The token; begins a session when there is none. Two tabs at once begin one. */
  ensure(): Promise<string> {
    if (this.token) return Promise.resolve(this.token)
    this.beginning ??= oneAtATime(this.slot, () => this.begin()).finally(() => (this.beginning = null))
    return this.beginning
  }

  /**
   * Takes a token as ours, unless another tab's is kept already: then that one is ours, and this one ends. Tabs are
   * processes of their own, and what one keeps is seen by the other a moment later: nothing is said before both agree,
   * or the first words of one would begin a conversation of their own.
   */
  async keep(token: string): Promise<string> {
    await this.store(token)
    await new Promise((done) => setTimeout(done, SETTLE))
    const kept = (await this.kept()) || token
    this.token = kept
    if (kept !== token) askJson(`${this.base}/logout`, { token, method: 'POST' }).catch(() => {})
    return kept
  }

  /** Forgets the token, unless another tab has begun a new one meanwhile. */
  async forget(): Promise<void> {
    const ended = this.token
    this.token = null
    if ((await this.kept()) === ended) await this.store('')
  }

  private async begin(): Promise<string> {
    // Another tab may have been first while we waited for our turn.
    const theirs = await this.kept()
    if (theirs) return (this.token = theirs)
    const { token } = await askJson<{ token: string }>(`${this.base}/visitors`, { body: { identity: this.identity, said: this.said } })
    return this.keep(token)
  }

  private async kept(): Promise<string | null> {
    if (this.host.isEmbedded) return this.host.token()
    try {
      return localStorage.getItem(this.slot)
    } catch {
      return null
    }
  }

  private async store(token: string): Promise<void> {
    if (this.host.isEmbedded) return void (await this.host.keep(token))
    try {
      if (token) localStorage.setItem(this.slot, token)
      else localStorage.removeItem(this.slot)
    } catch {
      // It lasts as long as the page.
    }
  }
}

/**
 * Locks are shared by the iframes of one site's tabs. Where there are none (no TLS, or a browser that gives frames of
 * other sites nothing), the page around us decides who was first.
 */
function oneAtATime<T>(name: string, work: () => Promise<T>): Promise<T> {
  if (typeof navigator.locks === 'undefined') return work()
  return new Promise((done, failed) => {
    navigator.locks.request(name, () => work().then(done, failed)).catch(() => work().then(done, failed))
  })
}
