/** The providers themselves, wherever their calls come from: what they took, whom they know, what goes wrong next. */
import { answerOf } from './answers'
import { type Answer, type Call, type Done, type Json, type PlayedType, type Sent, type StoredFile, type Trouble } from './facts'
import { Line, type Post, type To } from './line'
import { People } from './people'
import { TEMPLATES } from './templates'

export type House = {
  /** Everything taken, in order: messages, and what was done to them. */
  sent: Sent[]
  done: Done[]
  people: People
  /** What the WhatsApp account's list holds. */
  templates: Json[]
  /** Calls a webhook as this provider from now on, with receipts for what is sent. Gives the line to speak on. */
  connect(type: PlayedType, to: To): Line
  line(type: PlayedType): Line | undefined
  /** The next `times` sends go wrong. */
  trouble(kind: Trouble, times?: number): void
  /** Refuses connections' requests until it is up again. */
  setDown(down: boolean): void
  /** Bytes to give for a file; `misses`: how many times it is 404 first. Answers its address. */
  file(id: string, bytes: Uint8Array, misses?: number, type?: string): string
  forget(fileId: string): void
  answer(call: Call): Answer
  hangUp(): void
}

const DOWN: Answer = { status: 503, json: { error: { code: 2, message: 'down' }, ok: false, error_code: 503, description: 'down' } }

/** `keep`: how many of what was taken are remembered. `onSent`: told of each message instead of the usual receipts. */
export function makeHouse(base: () => string, post: Post, { keep = Infinity, onSent }: { keep?: number; onSent?: (sent: Sent) => void } = {}): House {
  const sent: Sent[] = []
  const done: Done[] = []
  const troubles: Trouble[] = []
  const files = new Map<string, StoredFile>()
  const uploads = new Map<string, string>()
  const lines = new Map<PlayedType, Line>()
  const people = new People()
  const templates: Json[] = TEMPLATES.map((t) => ({ ...t }))
  let isDown = false
  const remember = <T>(list: T[], one: T) => {
    list.push(one)
    if (list.length > keep) list.splice(0, list.length - keep)
  }
  const connect = (type: PlayedType, to: To): Line => {
    const line = new Line(type, to, { post, people, base: base() })
    lines.set(type, line)
    return line
  }
  return {
    sent,
    done,
    people,
    templates,
    connect,
    line: (type) => lines.get(type),
    trouble: (kind, times = 1) => void troubles.push(...Array.from({ length: times }, () => kind)),
    setDown: (down) => void (isDown = down),
    file(id, bytes, misses = 0, type = 'application/octet-stream') {
      files.set(id, { bytes, misses, type })
      return `${base()}/files/${id}`
    },
    forget: (fileId) => void files.delete(fileId),
    answer(call) {
      if (isDown) return DOWN
      const answer = answerOf(call, { files, uploads, base: base(), people, templates, sent, trouble: () => troubles.shift() })
      if (answer.done) remember(done, answer.done)
      if (answer.registered?.webhookUrl) connect('telegram', answer.registered)
      if (answer.sent) {
        remember(sent, answer.sent)
        if (onSent) onSent(answer.sent)
        else lines.get(answer.sent.type)?.receipts(answer.sent)
      }
      return answer
    },
    hangUp() {
      for (const line of lines.values()) line.hangUp()
    },
  }
}
