/** The values Twist's programs send, in all the ways they send them: JSON, form and query alike. */
import { z } from 'zod'
import { parseJson } from '@/lib/parse/json'
import { looseBool, looseInt, looseInts } from '../programs/body'

/** v1 and v2 share the oldest forms; v3 is what today's clients call, v4 a few calls about people. */
export type Version = 1 | 2 | 3 | 4

const rowId = z.number().int().positive()

export const id = looseInt.pipe(rowId)
/** A list in any of its forms: `[1,2]` as JSON or in a string, `1,2`, a repeated field, or one bare value. */
export const ids = looseInts.pipe(z.array(rowId))
export const bool = looseBool

/** An optional field that forms also send empty and JSON sends null: then it was not sent. */
export const maybe = <S extends z.ZodType>(s: S) => z.union([s, z.literal('').transform(() => undefined), z.null().transform(() => undefined)]).optional()

/** For `transform`: a value of JSON as it is, or read from the text that a form carries. Text that is no JSON is an issue. */
export function fromJsonText<T>(v: T | string, ctx: z.RefinementCtx): unknown {
  if (typeof v !== 'string') return v
  try {
    return parseJson(v)
  } catch {
    ctx.addIssue({ code: 'custom', message: 'must be JSON' })
    return z.NEVER
  }
}

/** The last moment there is, in unix seconds: later ones mean it. */
const LAST = 4_102_444_800

/** A moment in unix seconds, whole or not. */
const seconds = z
  .union([z.number(), z.string().regex(/^-?\d{1,18}(\.\d{1,9})?$/)])
  .transform(Number)
  .pipe(z.number())

// What is shown of a moment is its whole second: newer is a later second, older an earlier one.
/** Unix ms after which something is newer than the second given. */
export const newerThan = seconds.transform((s) => Math.min(Math.max(Math.floor(s) + 1, 0), LAST) * 1000 - 1).transform((ms) => Math.max(ms, 0))
/** Unix ms before which something is older than the second given. */
export const olderThan = seconds.transform((s) => Math.min(Math.max(Math.ceil(s), 0), LAST) * 1000)

/** How many at most; more than 500 are never given at once. */
export const limit = looseInt.pipe(z.number().min(0)).transform((n) => Math.min(n, 500))
export const LIMIT = 500

export const order = z
  .string()
  .transform((s) => s.toLowerCase())
  .pipe(z.enum(['asc', 'desc']))

/** A position among the messages; beyond the last one there is nothing. */
export const position = looseInt.pipe(z.number().min(0)).transform((n) => Math.min(n, 2_147_483_646))
