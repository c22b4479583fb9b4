import { EventEmitter, once } from 'node:events'
import nodemailer from 'nodemailer'
import { mailServerMissing, startMailServer, type MailServer } from '@/lib/channels/email/testing/mail-server'
import { bundle, start } from '../child'
import type { Ground, Measured } from '../figure'

/**
 * A real Postfix and Dovecot on loopback. How long from handing a mail to the server until its event reaches an agent's open
 * stream; and how many of a burst, with a restart of the mail server in its middle, arrive other than once.
 */
export async function email(g: Ground): Promise<Measured[]> {
  const missing = mailServerMissing()
  if (missing) {
    console.error(`skip  mail: ${missing}`)
    return []
  }
  const server = await startMailServer()
  try {
    const running = await start(await bundle('lib/bench/mailed.ts'), { DATA_DIR: await g.filled(10_000, 100_000), DATABASE_URL: '', IMAP_PORT: String(server.imapPort) })
    try {
      const stream = await listen(running.url, g.headers)
      const smtp = nodemailer.createTransport({ host: '127.0.0.1', port: server.smtpPort, ignoreTLS: true, pool: true, maxConnections: 4 })
      try {
        const send = (words: string) => smtp.sendMail({ from: `${words}@customer.test`, to: 'inbox@support.test', subject: words, text: words })
        // The mailbox is followed.
        await send('first')
        await stream.heard('first')
        return [await delay(send, stream, g.laps * 4), await burst(send, stream, server, g.laps < 10 ? 100 : 500, { url: running.url, headers: g.headers })]
      } finally {
        smtp.close()
        stream.end()
      }
    } finally {
      await running.stop()
    }
  } finally {
    server.stop()
  }
}

type Send = (words: string) => Promise<unknown>
type Stream = { heard(words: string): Promise<number>; end(): void }

async function delay(send: Send, stream: Stream, laps: number): Promise<Measured> {
  const times: number[] = []
  for (let i = 0; i < laps; i++) {
    const begun = performance.now()
    await send(`lap-${i}-of-it`)
    times.push((await stream.heard(`lap-${i}-of-it`)) - begun)
  }
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round(times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0)
  return { name: 'a mail from sent to shown, p95', value: at(0.95), unit: 'ms', bound: { atMost: 2000 }, detail: { p50: at(0.5), worst: at(1), mails: laps } }
}

async function burst(send: Send, stream: Stream, server: MailServer, count: number, at: { url: string; headers: Record<string, string> }): Promise<Measured> {
  const names = Array.from({ length: count }, (_, i) => `burst-${i}-of-it`)
  const begun = performance.now()
  const half = Math.floor(count / 2)
  await Promise.all(names.slice(0, half).map(send))
  await stream.heard(names[Math.floor(half / 4)] ?? '')
  server.stopImap()
  const rest = Promise.all(names.slice(half).map(send))
  await server.startImap()
  await rest
  const sentIn = performance.now() - begun
  await Promise.all(names.map((n) => stream.heard(n)))
  const shownIn = performance.now() - begun
  // What the stream told more than once was told of one conversation: counted where it lies.
  const found = new Map<string, number>()
  for (let cursor = ''; ;) {
    const page: { rows: { title: string; lastIndex: number }[]; next: string | null } = await fetch(
      `${at.url}/api/ui/conversations?channelType=email&limit=100&sort=activity${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      { headers: at.headers },
    ).then((r) => r.json())
    for (const c of page.rows) if (c.title.startsWith('burst-')) found.set(c.title, (found.get(c.title) ?? 0) + c.lastIndex + 1)
    if (!page.next || !page.rows.some((c) => c.title !== '')) break
    cursor = page.next
  }
  const wrong = names.filter((n) => found.get(n) !== 1).length
  return {
    name: `of a burst of ${count} mails and a restart of the mail server, those not there exactly once`,
    value: wrong,
    unit: '',
    bound: { atMost: 0 },
    detail: { sentInMs: Math.round(sentIn), shownInMs: Math.round(shownIn), perSecond: Math.round((count / shownIn) * 1000) },
  }
}

/** An agent's stream of events: when each word was first heard in it. */
async function listen(url: string, headers: Record<string, string>): Promise<Stream> {
  const { seq } = await fetch(`${url}/api/ui/conversations?limit=1`, { headers }).then((r) => r.json())
  const stop = new AbortController()
  const answer = await fetch(`${url}/api/ui/stream?after=${seq}`, { headers, signal: stop.signal })
  const first = new Map<string, number>()
  const news = new EventEmitter().setMaxListeners(0)
  const read = async () => {
    if (!answer.body) return
    let rest = ''
    for await (const chunk of answer.body.pipeThrough(new TextDecoderStream())) {
      const now = performance.now()
      const events = (rest + chunk).split('\n\n')
      rest = events.pop() ?? ''
      for (const [words] of events.join('\n').matchAll(/\b(?:first|lap-\d+-of-it|burst-\d+-of-it)\b/g)) if (!first.has(words)) first.set(words, now)
      news.emit('more')
    }
  }
  read().catch(() => {})
  return {
    async heard(words) {
      const late = AbortSignal.timeout(180_000)
      for (;;) {
        const at = first.get(words)
        if (at !== undefined) return at
        if (late.aborted) throw new Error(`the stream never told of "${words}"`)
        await once(news, 'more', { signal: late }).catch(() => {})
      }
    },
    end: () => stop.abort(),
  }
}
