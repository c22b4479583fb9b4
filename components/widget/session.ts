/** The visitor's token: kept by the page around us, begun when there is something to say. */
import { askJson } from './api'
import type { Host } from './host'

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

  async keep(token: string): Promise<void> {
    this.token = token
    await this.store(token)
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
    await this.keep(token)
    return token
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
    if (this.host.isEmbedded) return this.host.keep(token)
    try {
      if (token) localStorage.setItem(this.slot, token)
      else localStorage.removeItem(this.slot)
    } catch {
      // It lasts as long as the page.
    }
  }
}

/** Locks are shared by the iframes of one site's tabs. Where there are none (no TLS), each tab is on its own. */
const oneAtATime = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  typeof navigator.locks === 'undefined' ? work() : new Promise((done, failed) => void navigator.locks.request(name, () => work().then(done, failed)))
