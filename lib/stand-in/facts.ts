/** What passes through the stand-in. */
import type { People } from './people'

export const PROVIDERS = ['whatsapp', 'telegram', 'sms', 'messenger', 'instagram'] as const
export type ProviderType = (typeof PROVIDERS)[number]
/** Mail is played in the demo alone: over HTTP only its arrival would be. */
export const PLAYED = [...PROVIDERS, 'email'] as const
export type PlayedType = (typeof PLAYED)[number]

/** What goes wrong with the next sends. `hang`: it is taken and never answered; `lost`: taken, and the connection breaks. */
export const TROUBLES = ['429', '500', 'token', 'hang', 'lost', 'window', 'opt_out', 'bad'] as const
export type Trouble = (typeof TROUBLES)[number]

/** A message it took. `text` of a template is its name; `fate` of one that will not arrive says why. */
export type Sent = {
  type: PlayedType
  id: string
  to: string
  text: string
  file: boolean
  clientRef: string
  callback: string
  at: number
  fileName?: string
  replyTo?: string
  template?: { name: string; language: string; values: string[] }
  /** It went past the window as a person's answer. */
  isHumanAgent?: boolean
  fate?: 'window' | 'opt_out'
}

/** Something done to a message or in a chat. `id`: the message it is about; `value`: the emoji or the new words. */
export type Done = { type: PlayedType; kind: 'read' | 'typing' | 'react' | 'edit' | 'delete'; to: string; id: string; value: string | null; at: number }

/** A call of a provider's API. */
export type Call = { method: string; url: URL; body: Buffer; type: string; authorization: string }
export type Answer = {
  status: number
  json?: unknown
  bytes?: Uint8Array
  headers?: Record<string, string>
  sent?: Sent
  done?: Done
  /** Told where to call from now on. */
  registered?: { webhookUrl: string; secret: string }
  silence?: 'hang' | 'lost'
}

export type StoredFile = { bytes: Uint8Array; misses: number; type: string }

/** What the answers depend on. */
export type Around = {
  files: Map<string, StoredFile>
  uploads: Map<string, string>
  base: string
  people: People
  templates: Json[]
  sent: readonly Sent[]
  trouble: () => Trouble | undefined
}

export type Json = Record<string, unknown>
export const obj = (v: unknown): Json => (typeof v === 'object' && v !== null && !Array.isArray(v) ? (v as Json) : {})
export const arr = (v: unknown): unknown[] => (Array.isArray(v) ? v : [])
export const str = (v: unknown): string => (typeof v === 'string' ? v : typeof v === 'number' ? String(v) : '')

let n = 0
/** Never the same twice in one process. */
export const nextId = () => ++n

/** A call goes wrong before anything is taken, or after. */
export function wrong(kind: Trouble | undefined, sent: Sent, bad: Record<Exclude<Trouble, 'hang' | 'lost'>, Answer>): Answer | null {
  if (!kind) return null
  if (kind === 'hang' || kind === 'lost') return { status: 200, sent, silence: kind }
  return bad[kind]
}

/** The body as JSON or as the text fields of a form; `fileName`: of the file beside them. */
export function fieldsOf(call: Call): Json & { fileName?: string } {
  if (call.type.startsWith('application/json')) return obj(JSON.parse(call.body.toString('utf8') || '{}'))
  if (call.type.startsWith('application/x-www-form-urlencoded')) return Object.fromEntries(new URLSearchParams(call.body.toString('utf8')))
  const out: Json = {}
  const text = call.body.toString('latin1')
  for (const m of text.matchAll(/name="(\w+)"\r\n(?:Content-Type: [^\r]*\r\n)?\r\n([^\r]*)\r\n/g))
    if (m[1]) out[m[1]] = Buffer.from(m[2] ?? '', 'latin1').toString('utf8')
  const file = /filename="([^"\r]*)"/.exec(text)?.[1]
  return file === undefined ? out : { ...out, fileName: Buffer.from(file, 'latin1').toString('utf8') }
}
