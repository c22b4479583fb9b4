/** Opaque page markers: where the last page ended, as base64url JSON. */
import type { z } from 'zod'
import { refuse } from './errors'

/** Longest marker: a name of 400 characters in it is the most that any list needs. */
const CURSOR_MAX = 4000

export const encodeCursor = (parts: readonly (string | number)[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')

/** Throws `bad_cursor` for anything that this server did not make. */
export function decodeCursor<S extends z.ZodType>(cursor: string, shape: S): z.output<S> {
  try {
    if (cursor.length > CURSOR_MAX) throw new RangeError('longer than any of ours')
    return shape.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')))
  } catch {
    return refuse('bad_cursor')
  }
}
