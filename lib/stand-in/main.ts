/** `npm run providers`: the five providers on one loopback address, steered by a few calls of their own. */
import { z } from 'zod'
import { PROVIDERS, TROUBLES } from './facts'
import { newId } from './payloads'
import { startProviders } from './providers'

const far = await startProviders({ port: Number(process.env.PROVIDERS_PORT ?? 4010), control })

const type = z.enum(PROVIDERS)
const times = z.number().int().min(1).max(10_000).default(1)
const someone = z.object({ type, from: z.string() })
const wishes = {
  connect: z.object({ type, webhookUrl: z.url(), secret: z.string(), receipts: z.boolean().default(true) }),
  say: someone.extend({
    text: z.string().default(''),
    name: z.string().optional(),
    replyTo: z.string().optional(),
    file: z.string().optional(),
    fileType: z.string().optional(),
    times,
  }),
  react: someone.extend({ about: z.string(), emoji: z.string().nullable() }),
  edit: someone.extend({ about: z.string(), text: z.string() }),
  unsay: someone.extend({ about: z.string() }),
  stop: someone.extend({ stop: z.boolean().default(true) }),
  pass: someone.extend({ hours: z.number() }),
  batch: z.object({ type, payloads: z.array(z.unknown()).max(1_000), times, shuffle: z.boolean().default(false), batch: z.boolean().default(false) }),
  file: z.object({ id: z.string(), text: z.string(), type: z.string().default('text/plain'), misses: z.number().int().min(0).default(0) }),
  template: z.object({ name: z.string(), language: z.string(), event: z.string() }),
  trouble: z.object({ kind: z.enum(TROUBLES), times }),
  down: z.object({ down: z.boolean() }),
} as const

async function control(what: string, body: unknown): Promise<unknown> {
  const wish = <K extends keyof typeof wishes>(name: K) => wishes[name].parse(body) as z.output<(typeof wishes)[K]>
  const line = (t: z.output<typeof type>) => far.line(t) ?? fail('connect this type first')
  if (what === 'connect') {
    const { type: t, ...to } = wish('connect')
    far.connect(t, to)
    return { ok: true }
  }
  if (what === 'say') {
    const { type: t, from, text, file, fileType, ...more } = wish('say')
    const id = newId(t)
    return {
      id,
      status: await line(t).say(from, text, id, Date.now(), {
        ...more,
        ...(file ? { fileId: file, fileName: file, fileType: fileType ?? 'application/octet-stream' } : {}),
      }),
    }
  }
  if (what === 'react') return { status: await line(wish('react').type).react(wish('react').from, wish('react').about, wish('react').emoji) }
  if (what === 'edit') return { status: await line(wish('edit').type).edit(wish('edit').from, wish('edit').about, wish('edit').text) }
  if (what === 'unsay') return { status: await line(wish('unsay').type).unsay(wish('unsay').from, wish('unsay').about) }
  if (what === 'stop') return { status: await line(wish('stop').type).consent(wish('stop').from, !wish('stop').stop) }
  if (what === 'batch') return { status: await line(wish('batch').type).postAll(wish('batch').payloads, wish('batch')) }
  if (what === 'template') return { status: await line('whatsapp').templateState(wish('template').name, wish('template').language, wish('template').event) }
  if (what === 'pass') {
    const { type: t, from, hours } = wish('pass')
    far.people.set(t, from, { lastAt: Date.now() - hours * 60 * 60_000 })
  } else if (what === 'file') return { url: far.file(wish('file').id, Buffer.from(wish('file').text), wish('file').misses, wish('file').type) }
  else if (what === 'trouble') far.trouble(wish('trouble').kind, wish('trouble').times)
  else if (what === 'down') far.setDown(wish('down').down)
  else if (what === 'sent') return far.sent
  else if (what === 'done') return far.done
  else return { error: `nothing is called ${what}` }
  return { ok: true }
}

const fail = (why: string): never => {
  throw new Error(why)
}

console.log(`The providers answer at ${far.url}: set it as a channel's baseUrl, and start the server with CHANNELS_ALLOW_PRIVATE=1.
Then, each a POST with JSON:
  ${far.url}/_/connect  {"type":"telegram","webhookUrl":"…","secret":"…"}   call this webhook, with receipts
  ${far.url}/_/say      {"type":"telegram","from":"5001","text":"Hello"}    somebody writes ("times": the same again; "file": one of /_/file)
  ${far.url}/_/react    {"type":"telegram","from":"5001","about":"ID","emoji":"👍"}   also edit {"text"}, unsay
  ${far.url}/_/stop     {"type":"sms","from":"+34600111222"}                STOP, or blocked; {"stop":false} takes it back
  ${far.url}/_/pass     {"type":"whatsapp","from":"34600111222","hours":25} so long ago they last wrote, to the provider
  ${far.url}/_/batch    {"type":"whatsapp","payloads":[…],"batch":true}     also "shuffle", "times"
  ${far.url}/_/file     {"id":"a.txt","text":"Hello","misses":1}            a file to give; 404 so many times first
  ${far.url}/_/template {"name":"thank_you","language":"en","event":"PAUSED"}
  ${far.url}/_/trouble  {"kind":"429","times":2}                            ${TROUBLES.join(' ')}
  ${far.url}/_/down     {"down":true}
  ${far.url}/_/sent     {}   every message it took;  ${far.url}/_/done  {}   reactions, typing, read marks, edits, deletions`)
