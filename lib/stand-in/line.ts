/** One provider's way to us: signs, posts, and posts again until it is answered 200. */
import { createHmac } from 'node:crypto'
import type { PlayedType, Sent } from './facts'
import { consent, edit, type From, message, newId, reaction, receipt, type Said, templateState, unsaid } from './payloads'
import type { People } from './people'

export type To = { webhookUrl: string; secret: string; receipts?: boolean }
/** How a webhook is called. In memory where that is enough. */
export type Post = (url: string, body: string, headers: Record<string, string>) => Promise<number>
type Around = { post: Post; people: People; base: string }

const TRIES = 20

export class Line {
  private stopped = false
  private pending = new Set<Promise<unknown>>()
  constructor(
    readonly type: PlayedType,
    private to: To,
    private around: Around,
  ) {}

  /** Posts until 200 (or it is hopeless). `times`: how often the same is posted in all. Returns the last status. */
  async post(payload: unknown, { times = 1, url = this.to.webhookUrl } = {}): Promise<number> {
    let status = 0
    for (let i = 0; i < times; i++) {
      for (let tries = 0; tries < TRIES && !this.stopped; tries++) {
        status = await this.once(payload, url).catch(() => 0)
        if (status >= 200 && status < 500) break
        await new Promise((r) => setTimeout(r, Math.min(50 * 2 ** tries, 5_000)).unref())
      }
    }
    return status
  }

  /** Several at once: in one call where the provider batches, each `times` times, in an order of its own. */
  async postAll(payloads: readonly unknown[], { times = 1, shuffle = false, batch = false } = {}): Promise<number> {
    const all = Array.from({ length: times }, () => payloads).flat()
    if (shuffle)
      for (let i = all.length - 1, seed = 42; i > 0; i--) {
        seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648
        const j = seed % (i + 1)
        ;[all[i], all[j]] = [all[j], all[i]]
      }
    let status = 0
    for (const p of batch && this.type !== 'telegram' && this.type !== 'sms' ? [batchOf(all)] : all) status = await this.post(p)
    return status
  }

  /** Somebody writes. `more`: a file of the stand-in's, what it answers, their name. */
  say(from: string, text: string, id = newId(this.type), at = Date.now(), more: Omit<Said, 'text'> & { name?: string; times?: number } = {}): Promise<number> {
    const { name, times, ...said } = more
    this.around.people.heard(this.type, from, at, name)
    return this.post(message(this.type, { from, name: this.nameOf(from), id, at }, { text, ...said }, this.around.base), { times })
  }

  /** Their emoji on a message of either side; null takes it back. 0 where the provider has none. */
  react = (from: string, about: string, emoji: string | null) => this.about(from, (f) => reaction(this.type, f, about, emoji))
  edit = (from: string, about: string, text: string) => this.about(from, (f) => edit(this.type, f, about, text))
  unsay = (from: string, about: string) => this.about(from, (f) => unsaid(this.type, f, about))
  templateState = (name: string, language: string, event: string) => this.post(templateState(name, language, event))

  /** They block us, or say STOP; `wants` true: they take it back. */
  consent(from: string, wants: boolean): Promise<number> {
    this.around.people.heard(this.type, from)
    this.around.people.set(this.type, from, { consent: wants ? null : this.type === 'sms' ? 'stopped' : 'blocked' })
    return this.about(from, (f) => consent(this.type, f, wants, this.around.base))
  }

  /** One step of what became of what was sent to us. */
  async receipt(sent: Sent, step: 'sent' | 'delivered' | 'read' | 'failed', times = 1): Promise<void> {
    const p = receipt(sent, step, Math.max(Date.now(), sent.at))
    if (p !== null) await this.post(p, { times, url: sent.callback || undefined })
  }

  /** All of it at once: out of order and twice, as it happens. */
  receipts(sent: Sent): void {
    if (!this.to.receipts) return
    for (const step of sent.fate ? (['failed', 'sent'] as const) : (['read', 'delivered', 'sent'] as const)) this.keep(this.receipt(sent, step, 2))
  }

  /** Work that `quiet` waits for. */
  keep(work: Promise<unknown>): void {
    this.pending.add(work)
    void work.finally(() => this.pending.delete(work))
  }

  /** When nothing is on its way any more. */
  async quiet(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending)
  }

  hangUp(): void {
    this.stopped = true
  }

  private nameOf = (from: string) => this.around.people.find(this.type, from)?.name

  private async about(from: string, payload: (f: From) => unknown): Promise<number> {
    const p = payload({ from, name: this.nameOf(from), id: newId(this.type), at: Date.now() })
    return p === null ? 0 : this.post(p)
  }

  private once(payload: unknown, url: string): Promise<number> {
    const body = payload instanceof URLSearchParams ? payload.toString() : JSON.stringify(payload)
    return this.around.post(url, body, signed(this.type, body, url, this.to.secret))
  }
}

/** Over HTTP. */
export const postByHttp: Post = async (url, body, headers) => {
  const answer = await fetch(url, { method: 'POST', body, headers, signal: AbortSignal.timeout(10_000) })
  await answer.arrayBuffer()
  return answer.status
}

/** Meta's payloads as one with all their entries. */
function batchOf(payloads: readonly unknown[]): unknown {
  const [first] = payloads as { entry?: unknown[] }[]
  return { ...first, entry: (payloads as { entry?: unknown[] }[]).flatMap((p) => p.entry ?? []) }
}

export function signed(type: PlayedType, body: string, url: string, secret: string): Record<string, string> {
  if (type === 'email') return { 'content-type': 'application/json', authorization: `Basic ${Buffer.from(secret).toString('base64')}` }
  if (type === 'telegram') return { 'content-type': 'application/json', 'x-telegram-bot-api-secret-token': secret }
  if (type !== 'sms') return { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', secret).update(body).digest('hex')}` }
  const form = new URLSearchParams(body)
  const fields = [...new Set(form.keys())].sort().map((k) => k + (form.get(k) ?? ''))
  return {
    'content-type': 'application/x-www-form-urlencoded',
    'x-twilio-signature': createHmac('sha1', secret)
      .update(url + fields.join(''))
      .digest('base64'),
  }
}
