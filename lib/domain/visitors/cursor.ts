/**
 * How far a browser has got: the last message index of each conversation it may read, as `12.4_15.9` (conversation 12 up
 * to index 4…). Indexes are given under the conversation's lock, so nothing can appear behind a cursor.
 */
import { refuse } from '../errors'

export type Reached = ReadonlyMap<number, number>

const FORM = /^(\d{1,15}\.-?\d{1,9})(_\d{1,15}\.-?\d{1,9}){0,49}$/

export const writeReached = (r: Reached) => [...r].map(([id, index]) => `${id}.${index}`).join('_') || '0.-1'

/** Throws `bad_cursor` for what has another form. Conversations that are not the reader's are not looked at by anybody. */
export function readReached(cursor: string): Reached {
  if (!FORM.test(cursor)) refuse('bad_cursor')
  return new Map(
    cursor
      .split('_')
      .map((p) => p.split('.').map(Number))
      .map(([id = 0, index = -1]) => [id, index]),
  )
}
