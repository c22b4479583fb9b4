/** `npm run providers`: the five providers on one loopback address, steered by a few calls of their own. */
import { z } from 'zod'
import { type ProviderType, startProviders } from './providers'

const TYPES = ['whatsapp', 'telegram', 'sms', 'messenger', 'instagram'] as const satisfies readonly ProviderType[]
const port = Number(process.env.PROVIDERS_PORT ?? 4010)
const far = await startProviders({ port, control })
const lines = new Map<ProviderType, ReturnType<typeof far.connect>>()

const connect = z.object({ type: z.enum(TYPES), webhookUrl: z.url(), secret: z.string(), receipts: z.boolean().default(true) })
const say = z.object({ type: z.enum(TYPES), from: z.string(), text: z.string(), times: z.number().int().min(1).max(100).default(1) })
const trouble = z.object({ kind: z.enum(['429', '500', 'token', 'hang', 'lost', 'window', 'opt_out', 'bad']), times: z.number().int().min(1).max(10_000).default(1) })

async function control(what: string, body: unknown): Promise<unknown> {
  if (what === 'connect') {
    const { type, ...to } = connect.parse(body)
    lines.set(type, far.connect(type, to))
    return { ok: true }
  }
  if (what === 'say') {
    const { type, from, text, times } = say.parse(body)
    const line = lines.get(type)
    if (!line) return { error: 'connect this type first' }
    const id = `in${crypto.randomUUID()}`
    const at = Date.now()
    let status = 0
    for (let i = 0; i < times; i++) status = await line.say(from, text, id, at)
    return { status }
  }
  if (what === 'trouble') {
    const { kind, times } = trouble.parse(body)
    far.trouble(kind, times)
    return { ok: true }
  }
  if (what === 'down') {
    far.setDown(z.object({ down: z.boolean() }).parse(body).down)
    return { ok: true }
  }
  return far.sent
}

console.log(`The providers answer at ${far.url}: set it as a channel's baseUrl.
Then, each a POST with JSON:
  ${far.url}/_/connect  {"type":"telegram","webhookUrl":"…","secret":"…"}   call this webhook, with receipts
  ${far.url}/_/say      {"type":"telegram","from":"5001","text":"Hello"}    somebody writes ("times": the same again)
  ${far.url}/_/trouble  {"kind":"429","times":2}                            429 500 token hang lost window opt_out bad
  ${far.url}/_/down     {"down":true}
  ${far.url}/_/sent     {}                                                  everything they took`)
