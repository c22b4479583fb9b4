/** Counts a workspace's conversations from their rows and compares with the counts that the writes have kept. */
import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { reader } from '@/db/client'
import { conversations, participants } from '@/db/schema/conversations'
import { counts } from '@/db/schema/workspaces'
import { bucketsOf } from '../conversations/buckets'
import type { Person } from '../events'

const PAGE = 2000

/** One sentence per count that is wrong; at most a few thousand. */
export async function recount(workspaceId: number): Promise<string[]> {
  const db = await reader()
  const real = new Map<string, number>()
  for (let after = 0; ;) {
    const rows = await db
      .select()
      .from(conversations)
      .where(and(eq(conversations.workspaceId, workspaceId), gt(conversations.id, after)))
      .orderBy(asc(conversations.id))
      .limit(PAGE)
    const last = rows.at(-1)
    if (!last) break
    after = last.id
    const people = await peopleOf(rows.map((r) => r.id))
    for (const row of rows) for (const key of bucketsOf(row, people.get(row.id) ?? [])) real.set(key, (real.get(key) ?? 0) + 1)
  }
  const wrong: string[] = []
  for (const kept of await db.select().from(counts).where(eq(counts.workspaceId, workspaceId))) {
    const key = `${kept.userId}|${kept.key}`
    if ((real.get(key) ?? 0) !== kept.n) wrong.push(`${key} is ${kept.n}, not ${real.get(key) ?? 0}`)
    real.delete(key)
  }
  for (const [key, n] of real) if (n !== 0) wrong.push(`${key} is missing, not ${n}`)
  return wrong
}

async function peopleOf(ids: readonly number[]): Promise<Map<number, Person[]>> {
  const db = await reader()
  const out = new Map<number, Person[]>()
  const rows = await db
    .select()
    .from(participants)
    .where(inArray(participants.conversationId, [...ids]))
  for (const { conversationId, mutedUntil, ...rest } of rows) {
    const list = out.get(conversationId)
    const person = { ...rest, mutedUntil: mutedUntil?.getTime() ?? null }
    if (list) list.push(person)
    else out.set(conversationId, [person])
  }
  return out
}
