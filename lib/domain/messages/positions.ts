/**
 * Positions number what people wrote in a conversation, from 0 without a gap; indexes number the system lines between
 * as well. Neither ever changes, and the few system lines tell one from the other.
 */
import { and, asc, eq, sql } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { messages } from '@/db/schema/messages'

/** The indexes of a conversation's system lines, rising. */
export async function systemLinesOf(db: Read, conversationId: number): Promise<number[]> {
  const rows = await prepared(db, 'system-lines', (d, name) =>
    d
      .select({ index: messages.index })
      .from(messages)
      // Written out, not bound: only so does the partial index serve.
      .where(and(eq(messages.conversationId, sql.placeholder('id')), sql`${messages.kind} = 'system'`))
      .orderBy(asc(messages.index))
      .prepare(name),
  ).execute({ id: conversationId })
  return rows.map((r) => r.index)
}

/** Position of the message at an index. */
export function positionAt(systemLines: readonly number[], index: number): number {
  let [low, high] = [0, systemLines.length]
  while (low < high) {
    const mid = (low + high) >> 1
    if ((systemLines[mid] ?? 0) < index) low = mid + 1
    else high = mid
  }
  return index - low
}

/** Index of the message at a position; beyond the last one, where it would come to stand. */
export function indexAt(systemLines: readonly number[], position: number): number {
  let index = position
  for (const line of systemLines) {
    if (line > index) break
    index++
  }
  return index
}
