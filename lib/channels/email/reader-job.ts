/** What the reading thread does, as plain calls: the same without the thread. */
import { fingerprint } from '../loose'
import { findMail, type Found, isTheirs } from './inbound'
import { type ReadMail, readMail } from './read'
import type { EmailSettings } from './settings'

export type Job =
  | { kind: 'mail'; raw: Uint8Array; cut: boolean; own: readonly string[] }
  | { kind: 'call'; raw: Uint8Array; headers: [string, string][]; settings: EmailSettings; at: number }
/** What a provider's call holds, and whether it is the provider's; `error`: theirs, but nothing can be made of it. */
export type CallRead = { isTheirs: boolean; found: Found | null; error?: string }
export type Answers = { mail: ReadMail; call: CallRead }

/** Buffers in `transfer` are handed over, not copied. */
export async function work(job: Job): Promise<{ answer: ReadMail | CallRead; transfer: ArrayBuffer[] }> {
  if (job.kind === 'mail') {
    const answer = await readMail(job.raw, { cut: job.cut, own: job.own })
    return { answer, transfer: whole(answer.files.map((f) => f.bytes)) }
  }
  const answer = await readCall(job.raw, new Headers(job.headers), job.settings, job.at)
  return { answer, transfer: answer.found && answer.found.mime.buffer !== job.raw.buffer ? whole([answer.found.mime]) : [] }
}

export async function readCall(raw: Uint8Array, headers: Headers, s: EmailSettings, now: number): Promise<CallRead> {
  const call = { raw, headers }
  if (!isTheirs(call, s, now)) return { isTheirs: false, found: null }
  try {
    const found = await findMail(call, s)
    return { isTheirs: true, found: found && { ...found, key: found.key ?? fingerprint(found.mime) } }
  } catch (e) {
    return { isTheirs: true, found: null, error: e instanceof Error ? e.message : String(e) }
  }
}

/** Those that are all of their buffer: a part of one would take its neighbours along. */
const whole = (list: Uint8Array[]) => [...new Set(list.flatMap((b) => (b.buffer instanceof ArrayBuffer && b.byteLength === b.buffer.byteLength ? [b.buffer] : [])))]
