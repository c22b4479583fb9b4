/**
 * The log: one line for each thing that went wrong, with its time, level and an id of its own, on stderr. Everything in this
 * process that calls console.error or console.warn goes through it, Next and the drivers too, so no statement's values and
 * no words of a customer's get into it by way of an error's message.
 */
import { randomBytes } from 'node:crypto'

type Level = 'error' | 'warn'

const LINE_MAX = 4000
const FRAMES_MAX = 6
const CAUSES_MAX = 5

/** Makes console.error and console.warn write lines of the log. `write` takes one line without its end. */
export function startLog(write: (line: string) => void = (line) => process.stderr.write(`${line}\n`)): void {
  for (const level of ['error', 'warn'] as const) console[level] = (...parts: unknown[]) => write(lineOf(level, parts))
}

/** `2026-11-28T12:00:00.000Z error 1f2e3d4c text`. Never more than one line. */
export function lineOf(level: Level, parts: readonly unknown[], at = new Date()): string {
  const text = parts
    .map(told)
    .join(' ')
    // eslint-disable-next-line no-control-regex -- a terminal obeys them
    .replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' ')
    .trim()
  return `${at.toISOString()} ${level} ${randomBytes(4).toString('hex')} ${text.length > LINE_MAX ? `${text.slice(0, LINE_MAX)}…` : text}`
}

function told(part: unknown): string {
  if (part instanceof Error) return errorText(part)
  if (typeof part === 'string') return withoutValues(part)
  if (typeof part === 'number' || typeof part === 'boolean' || part === null || part === undefined) return String(part)
  // What an object holds may be anything; its kind is enough to find the place.
  return `[${part.constructor?.name ?? 'object'}]`
}

/** Name, code, message and the first frames of an error and of its causes. */
function errorText(e: Error): string {
  const out: string[] = []
  let at: unknown = e
  for (let depth = 0; depth < CAUSES_MAX && at instanceof Error; depth++, at = at.cause) {
    const code = 'code' in at && (typeof at.code === 'string' || typeof at.code === 'number') ? ` ${at.code}` : ''
    const digest = 'digest' in at && typeof at.digest === 'string' ? ` digest ${at.digest}` : ''
    out.push(`${at.name}${code}${digest}: ${safeMessage(at)} ${frames(at)}`.trim())
  }
  return out.join(' | because ')
}

/** Classes of Postgres whose message quotes the value that was given: 22 data, 23 constraints. */
const QUOTING = /^2[23][0-9A-Z]{3}$/

function safeMessage(e: Error): string {
  const code = 'code' in e ? String(e.code) : ''
  if (QUOTING.test(code) || e instanceof SyntaxError) return withoutQuoted(withoutValues(e.message))
  return withoutValues(e.message)
}

/** Drizzle writes a statement and then its values; the statement alone says where it failed. */
const withoutValues = (text: string) => text.replace(/(Failed query:[\s\S]*?)\n?params:[\s\S]*?(?=\n\s+at |$)/g, '$1 ')
const withoutQuoted = (text: string) => text.replace(/"[\s\S]*"|'[\s\S]*'|\([^)]*\)=\([\s\S]*\)/g, '"…"').replace(/…"[^"]*$/, '…"')

function frames(e: Error): string {
  const lines = (e.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return lines
    .slice(0, FRAMES_MAX)
    .map((line) => line.trim())
    .join(' ')
}
