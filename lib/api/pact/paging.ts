/** Pact's pages: an opaque `from`; one that is not ours, or empty, is the first page and never an error. */
import { z } from 'zod'
import { looseInt } from '../programs/body'

const direction = z
  .string()
  .transform((s) => s.toLowerCase())
  .pipe(z.enum(['asc', 'desc']))
  .catch('asc')

/** `sort` and `from_` are what two published clients send for `sort_direction` and `from`. */
export const paging = {
  from: z.string().max(255).optional().catch(undefined),
  from_: z.string().max(255).optional().catch(undefined),
  per: z.union([z.literal('').transform(() => 50), looseInt.pipe(z.number().min(1)).transform((n) => Math.min(n, 100))]).default(50),
  sort_direction: direction.optional(),
  sort: direction.optional(),
}
type Paging = { from?: string; from_?: string; per: number; sort_direction?: 'asc' | 'desc'; sort?: 'asc' | 'desc' }

/** What to ask for: one more than the page holds tells whether there is a next. */
export const asked = (q: Paging) => {
  const at = /^p1:([1-9]\d{0,15})$/.exec(Buffer.from(q.from ?? q.from_ ?? '', 'base64url').toString('latin1'))?.[1]
  const after = at === undefined ? undefined : Number(at)
  return { after: after !== undefined && Number.isSafeInteger(after) ? after : undefined, newestFirst: (q.sort_direction ?? q.sort) === 'desc', limit: q.per + 1 }
}

/** The page itself and the marker of the next one. */
export function cut<T>(rows: T[], per: number, idOf: (row: T) => number): { shown: T[]; next_page: string | null } {
  const shown = rows.slice(0, per)
  const last = shown.at(-1)
  return { shown, next_page: rows.length > per && last !== undefined ? Buffer.from(`p1:${idOf(last)}`).toString('base64url') : null }
}
