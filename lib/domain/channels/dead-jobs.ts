/** Which of the given-up jobs are a channel's. Jobs know messages, lanes and payloads, no channels. Not a verb. */
import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { messages } from '@/db/schema/messages'
import { laneOf } from '../inbound/lane'

const PAGE = 200
/** So many pages of the workspace's given-up jobs are looked through at most. */
const PAGES = 20

export type DeadJobRow = typeof jobs.$inferSelect

/** The channel's, newest first. `next`: the id to go on from; null when all were seen. */
export async function deadJobsOf(
  db: Read,
  workspaceId: number,
  channelId: number,
  { before, limit }: { before?: number; limit: number },
): Promise<{ found: DeadJobRow[]; next: number | null }> {
  const found: DeadJobRow[] = []
  let at = before
  for (let page = 0; page < PAGES; page++) {
    const dead = await db
      .select()
      .from(jobs)
      .where(and(eq(jobs.workspaceId, workspaceId), eq(jobs.state, 'dead'), at ? lt(jobs.id, at) : undefined))
      .orderBy(desc(jobs.id))
      .limit(PAGE)
    const ours = await messagesOf(db, dead.map(messageOf).filter(Boolean), channelId)
    for (const j of dead) {
      if (j.lane !== laneOf(channelId) && j.payload.channelId !== channelId && !ours.has(messageOf(j))) continue
      if (found.length === limit) return { found, next: (found.at(-1)?.id ?? 0) || null }
      found.push(j)
    }
    at = dead.at(-1)?.id
    if (dead.length < PAGE) return { found, next: null }
  }
  return { found, next: at ?? null }
}

const messageOf = (j: DeadJobRow): number => (typeof j.payload.messageId === 'number' ? j.payload.messageId : 0)

async function messagesOf(db: Read, ids: number[], channelId: number): Promise<Set<number>> {
  if (ids.length === 0) return new Set()
  const ours = await db
    .select({ id: messages.id })
    .from(messages)
    .innerJoin(conversations, eq(conversations.id, messages.conversationId))
    .where(and(inArray(messages.id, ids), eq(conversations.channelId, channelId)))
  return new Set(ours.map((m) => m.id))
}
