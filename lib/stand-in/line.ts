/** One provider's way to us: signs, posts, and posts again until it is answered 200. */
import { createHmac } from 'node:crypto'
import type { Sent } from './answers'
import type { ProviderType } from './providers'

type To = { webhookUrl: string; secret: string; receipts?: boolean }
const TRIES = 20

export class Line {
  private stopped = false
  private pending = new Set<Promise<unknown>>()
  constructor(
    readonly type: ProviderType,
    private to: To,
  ) {}

  /** Posts until 200 (or it is hopeless). `times`: how often the same is posted in all. Returns the last status. */
  async post(payload: unknown, { times = 1, url = this.to.webhookUrl } = {}): Promise<number> {
    let status = 0
    for (let i = 0; i < times; i++) {
      for (let tries = 0; tries < TRIES && !this.stopped; tries++) {
        status = await this.once(payload, url).catch(() => 0)
        if (status >= 200 && status < 500) break
        await new Promise((r) => setTimeout(r, Math.min(50 * 2 ** tries, 5_000)))
      }
    }
    return status
  }

  /** Somebody writes. */
  say(from: string, text: string, id = `in${crypto.randomUUID()}`, at = Date.now()): Promise<number> {
    return this.post(payloadOf(this.type, from, text, id, at))
  }

  /** What became of what was sent to us: out of order and twice, as it happens. */
  receipts(sent: Sent): void {
    if (!this.to.receipts) return
    for (const p of receiptsOf(sent)) {
      const posted = this.post(p, { times: 2, url: sent.callback || undefined })
      this.pending.add(posted)
      void posted.finally(() => this.pending.delete(posted))
    }
  }

  /** When nothing is on its way any more. */
  async quiet(): Promise<void> {
    while (this.pending.size > 0) await Promise.all(this.pending)
  }

  hangUp(): void {
    this.stopped = true
  }

  private async once(payload: unknown, url: string): Promise<number> {
    const body = payload instanceof URLSearchParams ? payload.toString() : JSON.stringify(payload)
    const answer = await fetch(url, { method: 'POST', body, headers: signed(this.type, body, url, this.to.secret), signal: AbortSignal.timeout(10_000) })
    await answer.arrayBuffer()
    return answer.status
  }
}

export function signed(type: ProviderType, body: string, url: string, secret: string): Record<string, string> {
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

const seconds = (ms: number) => String(Math.floor(ms / 1000))
const whatsapp = (value: object) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: '1', changes: [{ field: 'messages', value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '1550' }, ...value } }] }],
})
const messaging = (type: ProviderType, at: number, item: object) => ({
  object: type === 'messenger' ? 'page' : 'instagram',
  entry: [{ id: '1', time: at, messaging: [{ timestamp: at, ...item }] }],
})

let updates = Date.now()

/** A text in the provider's form. */
export function payloadOf(type: ProviderType, from: string, text: string, id: string, at: number): unknown {
  if (type === 'whatsapp')
    return whatsapp({
      contacts: [{ profile: { name: `Customer ${from}` }, wa_id: from }],
      messages: [{ from, id, timestamp: seconds(at), type: 'text', text: { body: text } }],
    })
  if (type === 'telegram')
    return {
      update_id: ++updates,
      message: {
        message_id: updates,
        date: Number(seconds(at)),
        chat: { id: Number(from), type: 'private', first_name: `Customer ${from}` },
        from: { id: Number(from) },
        text,
      },
    }
  if (type === 'sms') return new URLSearchParams({ MessageSid: `SM${id}`, From: from, To: '+15550009999', Body: text, NumMedia: '0', SmsStatus: 'received' })
  return messaging(type, at, { sender: { id: from }, recipient: { id: type === 'messenger' ? '900' : '901' }, message: { mid: id, text } })
}

/** Read before delivered before sent: the order nobody may rely on. */
function receiptsOf(s: Sent): unknown[] {
  const at = s.at
  if (s.type === 'whatsapp')
    return ['read', 'delivered', 'sent'].map((status) =>
      whatsapp({ statuses: [{ id: s.id, status, timestamp: seconds(at), recipient_id: s.to, biz_opaque_callback_data: s.clientRef }] }),
    )
  if (s.type === 'sms') return ['delivered', 'sent'].map((status) => new URLSearchParams({ MessageSid: s.id, MessageStatus: status, To: s.to }))
  if (s.type === 'telegram') return []
  const own = s.type === 'messenger' ? '900' : '901'
  const echo = messaging(s.type, at, {
    sender: { id: own },
    recipient: { id: s.to },
    message: { mid: s.id, text: s.text, is_echo: true, metadata: s.clientRef || undefined },
  })
  const read = messaging(s.type, at, { sender: { id: s.to }, recipient: { id: own }, read: s.type === 'messenger' ? { watermark: at + 1000 } : { mid: s.id } })
  return [echo, read]
}
