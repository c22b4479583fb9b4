/** Sends what waits in the outbox, one after the other, so that it arrives in order. */
import type { VisitorMessage } from '@/lib/domain/visitors/view'
import { askJson, Problem } from './api'
import type { Outbox, Waiting } from './outbox'
import type { Session } from './session'

/** ms */
const RETRY = 3000
const WAITING_MAX = 30_000
/** New sessions begun in one go: a server that ends each at once is not asked for ever. */
const SESSIONS_MAX = 2

type Heard = {
  sent: (message: VisitorMessage) => void
  /** What waits looks different now. */
  changed: () => void
  offline: () => void
  /** The session is over; the next try begins another. */
  over: () => void
}

export class Sender {
  private isBusy = false
  private timer: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly base: string,
    private readonly session: Session,
    private readonly outbox: Outbox,
    private readonly heard: Heard,
  ) {}

  stop(): void {
    clearTimeout(this.timer)
  }

  async flush(): Promise<void> {
    if (this.isBusy) return
    this.isBusy = true
    clearTimeout(this.timer)
    try {
      for (let w = this.next(), sessions = 0; w; w = this.next()) {
        const again = await this.post(w)
        if (again === 'session' && sessions++ < SESSIONS_MAX) continue
        if (again === null) continue
        this.timer = setTimeout(() => void this.flush(), again === 'session' ? RETRY : again)
        return
      }
    } finally {
      this.isBusy = false
    }
  }

  private next(): Waiting | undefined {
    return this.outbox.all().find((w) => w.failed === null)
  }

  /** null: settled. A number: try again after so many ms. `session`: at once, with a new one. */
  private async post(w: Waiting): Promise<number | 'session' | null> {
    try {
      const token = await this.session.ensure()
      const body = { body: w.body, key: w.key, attachmentIds: w.files.map((f) => f.id) }
      const { message } = await askJson<{ message: Pick<VisitorMessage, 'id' | 'conversationId' | 'index' | 'at'> }>(`${this.base}/messages`, { token, body })
      this.outbox.remove(new Set([w.key]))
      this.heard.sent({ ...message, from: 'me', name: null, body: w.body, attachments: w.files, key: w.key })
      return null
    } catch (e) {
      const p = e instanceof Problem ? e : new Problem('unexpected', 500)
      if (p.reason === 'session_over') {
        await this.session.forget()
        this.heard.over()
        return 'session'
      }
      if (p.reason === 'too_many') return Math.min(WAITING_MAX, Math.max(RETRY, Number(p.data.retryAt ?? 0) - Date.now()))
      if (p.status === 0 || p.status >= 500) {
        if (p.status === 0) this.heard.offline()
        return RETRY
      }
      this.outbox.update(w.key, { failed: p.reason })
      this.heard.changed()
      return null
    }
  }
}
