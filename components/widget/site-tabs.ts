/**
 * Of a site's tabs one holds the stream and tells the others: over HTTP/1.1 a browser has six connections for a server, and
 * a seventh tab with a stream of its own would get no answer at all. The page around the chat elects (its loader carries
 * this file), because browsers give frames of other sites neither locks nor storage.
 */

/** `wait`: another tab leads. `alone`: this browser elects nobody (no TLS, no locks), so each tab reads for itself. */
export type Lead = 'lead' | 'wait' | 'alone'

export type Tabs = {
  /** Waits in line for the lead. `name`: one for each visitor of a channel. */
  join(name: string): void
  /** Lets another tab lead, and still hears what it tells. */
  leave(): void
  /** Tells the other tabs. */
  tell(message: unknown): void
  close(): void
}

export class SiteTabs implements Tabs {
  private channel: BroadcastChannel | undefined
  private turn: AbortController | undefined
  private release: (() => void) | undefined

  constructor(
    private readonly heard: (message: unknown) => void,
    private readonly changed: (lead: Lead) => void,
  ) {}

  join(name: string): void {
    this.leave()
    const { signal } = (this.turn = new AbortController())
    const lead = () =>
      new Promise<void>((done) => {
        if (signal.aborted) return done()
        this.release = done
        this.changed('lead')
      })
    const alone = () => signal.aborted || this.changed('alone')
    try {
      if (!this.channel) {
        this.channel = new BroadcastChannel(name)
        this.channel.onmessage = (e: MessageEvent<unknown>) => this.heard(e.data)
      }
      const { locks } = navigator
      const wait = () => {
        this.changed('wait')
        locks.request(name, { signal }, lead).catch(alone)
      }
      locks.request(name, { ifAvailable: true }, (lock) => (lock ? lead() : wait())).catch(alone)
    } catch {
      alone()
    }
  }

  leave(): void {
    this.turn?.abort()
    this.release?.()
    this.turn = this.release = undefined
  }

  tell(message: unknown): void {
    this.channel?.postMessage(message)
  }

  close(): void {
    this.leave()
    this.channel?.close()
    this.channel = undefined
  }
}
