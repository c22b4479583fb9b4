/**
 * The demo's customers: what each of them sees of the conversation, what they do by themselves, and what somebody who
 * plays them makes them do. In memory, bounded; gone with the process.
 */
import type { Answer, Call, Done, PlayedType, Sent } from './facts'
import { type House, makeHouse } from './house'
import type { Post, To } from './line'
import { courseOf, type Deed } from './manners'
import { type Letter, readLetter } from './letter'
import { type MailSaid, newId } from './payloads'
import type { Someone } from './people'

/** What stands on a customer's own screen. `ours`: of the shop's side. */
export type Bubble = {
  id: string
  ours: boolean
  text: string
  file: string | null
  at: number
  emoji: { theirs: string | null; ours: string | null }
  edited: boolean
  removed: boolean
}
export type Customer = Someone & { bubbles: Bubble[]; isTypingTo: boolean }

const BUBBLES_MAX = 60
const CUSTOMERS_MAX = 500
/** Nobody answers for ever: a program that answers every answer would go on with them all night. */
const DEEDS_AN_HOUR = 20
const TYPING_MS = 6_000
const HOUR_MS = 60 * 60_000

export type Stage = {
  /** A call of a provider's API, answered. */
  play(request: Request): Promise<Response>
  connect(type: PlayedType, to: To): void
  /** Known from before: whoever is in the conversations already. */
  remember(people: readonly Pick<Someone, 'type' | 'address' | 'name' | 'lastAt'>[]): void
  customers(): Customer[]
  types(): PlayedType[]
  say(type: PlayedType, address: string, what: { name?: string; text: string; photo?: boolean; replyTo?: string }): Promise<number>
  react(type: PlayedType, address: string, about: string, emoji: string | null): Promise<number>
  consent(type: PlayedType, address: string, wants: boolean): Promise<number>
  /** So long ago they last wrote, for the provider. */
  pass(type: PlayedType, address: string, hours: number): void
  stop(): void
}

/** `photo` makes a picture; `isLively`: they answer by themselves; `shop`: its mail address. */
export function makeStage({
  base,
  post,
  photo,
  isLively,
  shop = '',
}: {
  base: string
  post: Post
  photo: () => Promise<Uint8Array>
  isLively: boolean
  shop?: string
}): Stage {
  const bubbles = new Map<string, Bubble[]>()
  const deeds = new Map<string, { n: number; recent: number[]; pending: NodeJS.Timeout | null }>()
  const typing = new Map<string, number>()
  const timers = new Set<NodeJS.Timeout>()
  const types = new Set<PlayedType>()
  const letters = new Map<string, Letter>()
  const house: House = makeHouse(() => base, post, { keep: 200, onSent: follow })
  const keyOf = (type: PlayedType, address: string) => `${type}:${address.replace(/^\+/, '')}`

  const later = (ms: number, work: () => unknown): NodeJS.Timeout => {
    const timer = setTimeout(() => {
      timers.delete(timer)
      // What goes wrong in a play is nobody's trouble.
      void Promise.resolve(work()).catch(() => {})
    }, ms)
    timer.unref()
    timers.add(timer)
    return timer
  }
  const show = (type: PlayedType, address: string, b: Pick<Bubble, 'id' | 'ours' | 'text' | 'file' | 'at'>) => {
    if (bubbles.size >= CUSTOMERS_MAX) bubbles.clear()
    const list = bubbles.get(keyOf(type, address)) ?? []
    list.push({ ...b, emoji: { theirs: null, ours: null }, edited: false, removed: false })
    bubbles.set(keyOf(type, address), list.slice(-BUBBLES_MAX))
  }
  const change = (type: PlayedType, address: string, id: string, how: (b: Bubble) => void) => {
    const found = bubbles.get(keyOf(type, address))?.find((b) => b.id === id)
    if (found) how(found)
  }

  /** What becomes of an answer: it arrives, is read, and something comes back. */
  function follow(sent: Sent): void {
    const line = house.line(sent.type)
    if (!line) return
    if (sent.fate) return void later(500, () => line.receipt(sent, 'failed'))
    const text = sent.template ? sent.template.values.join(' · ') : sent.text
    show(sent.type, sent.to, {
      id: sent.id,
      ours: true,
      text: sent.template ? `${sent.template.name}: ${text}` : text,
      file: sent.file ? (sent.fileName ?? 'file') : null,
      at: sent.at,
    })
    typing.delete(keyOf(sent.type, sent.to))
    const key = keyOf(sent.type, sent.to)
    const known = deeds.get(key) ?? { n: 0, recent: [], pending: null }
    deeds.set(key, known)
    const course = courseOf(sent, known.n++)
    later(course.sent, () => line.receipt(sent, 'sent'))
    later(course.delivered, () => line.receipt(sent, 'delivered'))
    later(course.read, () => line.receipt(sent, 'read'))
    const hour = Date.now() - HOUR_MS
    known.recent = known.recent.filter((at) => at > hour)
    if (!isLively || !course.deed || known.recent.length >= DEEDS_AN_HOUR) return
    // Several answers in a row get one deed.
    if (known.pending) clearTimeout(known.pending)
    const { at, what } = course.deed
    known.pending = later(at, () => {
      known.pending = null
      known.recent.push(Date.now())
      return act(sent, what)
    })
  }

  async function act(sent: Sent, what: Deed): Promise<unknown> {
    if (what.kind === 'reaction') return react(sent.type, sent.to, sent.id, what.emoji)
    return say(sent.type, sent.to, { text: what.text, photo: what.kind === 'photo' })
  }

  async function say(type: PlayedType, address: string, { name, text, photo: withPhoto, replyTo }: Parameters<Stage['say']>[2]): Promise<number> {
    const line = house.line(type)
    if (!line) return 0
    const id = newId(type)
    const bytes = withPhoto ? await photo() : undefined
    const file = bytes ? { fileId: `photo-${id}`, fileType: 'image/jpeg', fileName: 'photo.jpg' } : {}
    if (file.fileId) {
      house.file(file.fileId, bytes ?? Buffer.alloc(0), 0, 'image/jpeg')
      later(HOUR_MS, () => house.forget(file.fileId))
    }
    const mail = type === 'email' ? answering(address, text, bytes) : {}
    show(type, address, { id, ours: false, text, file: file.fileName ?? null, at: Date.now() })
    return line.say(address, text, id, Date.now(), { ...(name ? { name } : {}), ...file, ...(replyTo ? { replyTo } : {}), ...mail })
  }

  /** A mail answers the last one they got, if there was one. */
  function answering(address: string, text: string, bytes?: Uint8Array): { replyTo?: string; mail: MailSaid } {
    const last = letters.get(address)
    const subject = last ? (/^re:/i.test(last.subject) ? last.subject : `Re: ${last.subject}`) : (text.split(/[\n.?!]/)[0] ?? '').slice(0, 80)
    return { ...(last ? { replyTo: last.id } : {}), mail: { to: last?.answersTo ?? shop, subject, ...(bytes ? { bytes } : {}) } }
  }

  /** A mail of ours, as it left. */
  async function takeLetter(raw: Uint8Array): Promise<void> {
    const { letter, to, text, file } = await readLetter(raw)
    for (const address of to) {
      if (letters.size >= CUSTOMERS_MAX) letters.clear()
      letters.set(address, letter)
      const sent: Sent = {
        type: 'email',
        id: letter.id,
        to: address,
        text,
        file: file !== null,
        clientRef: '',
        callback: '',
        at: Date.now(),
        ...(file ? { fileName: file } : {}),
      }
      follow(sent)
    }
  }

  async function react(type: PlayedType, address: string, about: string, emoji: string | null): Promise<number> {
    change(type, address, about, (b) => (b.emoji.theirs = emoji))
    return (await house.line(type)?.react(address, about, emoji)) ?? 0
  }

  /** WhatsApp's typing names their message only. */
  function whose({ type, id }: Done): string {
    for (const [key, list] of bubbles) if (key.startsWith(`${type}:`) && list.some((b) => b.id === id)) return key.slice(type.length + 1)
    return ''
  }

  /** What our side does to a message is seen on the customer's screen. */
  function see(said: Done): void {
    const done = said.to ? said : { ...said, to: whose(said) }
    if (done.kind === 'typing') return void typing.set(keyOf(done.type, done.to), Date.now())
    if (done.kind === 'react') change(done.type, done.to, done.id, (b) => (b.emoji.ours = done.value))
    if (done.kind === 'edit') change(done.type, done.to, done.id, (b) => Object.assign(b, { text: done.value ?? '', edited: true }))
    if (done.kind === 'delete') change(done.type, done.to, done.id, (b) => Object.assign(b, { text: '', removed: true }))
  }

  return {
    async play(request) {
      if (new URL(request.url).pathname === '/smtp') {
        await takeLetter(new Uint8Array(await request.arrayBuffer()))
        return new Response('taken')
      }
      const answer = house.answer(await callOf(request))
      if (answer.done) see(answer.done)
      return responseOf(answer)
    },
    connect(type, to) {
      types.add(type)
      house.connect(type, to)
    },
    remember(people) {
      for (const p of people) house.people.heard(p.type, p.address, p.lastAt, p.name)
    },
    customers: () =>
      house.people.list().map((p) => ({
        ...p,
        bubbles: bubbles.get(keyOf(p.type, p.address)) ?? [],
        isTypingTo: Date.now() - (typing.get(keyOf(p.type, p.address)) ?? 0) < TYPING_MS,
      })),
    types: () => [...types],
    say,
    react,
    consent: async (type, address, wants) => (await house.line(type)?.consent(address, wants)) ?? 0,
    pass: (type, address, hours) => house.people.set(type, address, { lastAt: Date.now() - hours * HOUR_MS }),
    stop() {
      for (const t of timers) clearTimeout(t)
      house.hangUp()
    },
  }
}

async function callOf(request: Request): Promise<Call> {
  const body = Buffer.from(await request.arrayBuffer())
  return {
    method: request.method,
    url: new URL(request.url),
    body,
    type: request.headers.get('content-type') ?? '',
    authorization: request.headers.get('authorization') ?? '',
  }
}

function responseOf(a: Answer): Response {
  if (a.bytes) return new Response(Buffer.from(a.bytes), { status: a.status, headers: a.headers })
  return new Response(JSON.stringify(a.json ?? null), { status: a.status, headers: { 'content-type': 'application/json', ...a.headers } })
}

declare global {
  // Set while the demo runs and never else: what asks for it finds nothing (lib/api/ui/demo.ts, app/demo/customers).
  var parleyStage: { stage: Stage; workspaceId: number; pass(type: PlayedType, address: string, hours: number): Promise<void> } | undefined
}
