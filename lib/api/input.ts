/** What comes over the wire, made into plain values. Shapes are the verbs' own business: they parse what they are given. */
import type { Context } from 'hono'
import { DomainError, refuse } from '@/lib/domain/errors'
import { parseJson } from '@/lib/parse/json'
import { readText } from './body'

/** Largest JSON body, bytes. */
const JSON_MAX = 1_000_000

/** The body as an object of at most `max` bytes. Throws `too_large`, or `bad_input` for what is not a JSON object. */
export async function readJson(request: Request, max = JSON_MAX): Promise<Record<string, unknown>> {
  const text = await readText(request, max)
  try {
    const value = parseJson(text)
    if (isObject(value)) return value
  } catch {
    // Said below, like every other wrong body.
  }
  throw new DomainError('bad_input', { field: '', problem: 'the body must be a JSON object' })
}

const isObject = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v)

/** An id from the path; what is not one is simply not there. Throws `not_found`. */
export function pathId(c: Context, name = 'id'): number {
  const said = c.req.param(name) ?? ''
  const id = Number(said)
  return /^[1-9]\d{0,15}$/.test(said) && Number.isSafeInteger(id) ? id : refuse('not_found')
}

type Kinds = Record<string, 'text' | 'number' | 'bool'>

/** Query parameters as the kinds they should be. What does not fit stays text, for the verb's schema to refuse by name. */
export function readQuery(c: Context, kinds: Kinds): Record<string, unknown> {
  const out: Record<string, unknown> = {}
  const said = c.req.query()
  for (const name in said) {
    const kind = Object.hasOwn(kinds, name) ? kinds[name] : undefined
    const value = said[name]
    if (kind === undefined || value === undefined || value === '') continue
    out[name] = kind === 'bool' ? asBool(value) : kind === 'text' ? value : asNumber(value)
  }
  return out
}

const asNumber = (s: string) => (/^-?\d{1,16}$/.test(s) ? Number(s) : s)
const asBool = (s: string) => (s === '1' || s === 'true' ? true : s === '0' || s === 'false' ? false : s)
