/** The truth by counting rows, to hold what is kept by deltas against. */
import { and, asc, eq, ne } from 'drizzle-orm'
import { expect } from 'vitest'
import { reader } from '@/db/client'
import { conversations, participants } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { counts, workspaces } from '@/db/schema/workspaces'
import { eventsOf } from './expect'

type Tally = Record<string, number>
const add = (t: Tally, key: string) => (t[key] = (t[key] ?? 0) + 1)

/** Every count of a workspace as `userId|key`, from the rows themselves; written apart from buckets.ts on purpose. */
async function recount(workspaceId: number): Promise<Tally> {
  const db = await reader()
  const all = await db.select().from(conversations).where(eq(conversations.workspaceId, workspaceId))
  const people = await db
    .select({ p: participants })
    .from(participants)
    .innerJoin(conversations, eq(conversations.id, participants.conversationId))
    .where(eq(conversations.workspaceId, workspaceId))
  const out: Tally = {}
  for (const c of all) {
    const here = people.map((x) => x.p).filter((p) => p.conversationId === c.id)
    if (c.kind === 'team') {
      for (const p of here.filter((x) => x.member)) {
        add(out, `${p.userId}|${p.archived ? 'team_archived' : 'team'}`)
        if (!p.archived && p.lastReadIndex < c.lastContentIndex) add(out, `${p.userId}|team_unread`)
      }
      continue
    }
    const keys = [c.status, `${c.status}:assignee:${c.assigneeId ?? 0}`]
    if (c.status === 'open') keys.push(`open:channel:${c.channelId ?? 0}`)
    if (c.status === 'open' && c.needsReply) keys.push('open:needs_reply')
    for (const k of keys) add(out, `0|${k}`)
    for (const p of here.filter((x) => x.archived)) for (const k of ['archived', ...keys.map((x) => `hidden:${x}`)]) add(out, `${p.userId}|${k}`)
  }
  return out
}

/** Counts equal a full recount, message indexes and event numbers are dense, and what rows repeat of others is right. */
export async function expectSound(workspaceId: number): Promise<void> {
  const db = await reader()
  const kept = await db
    .select()
    .from(counts)
    .where(and(eq(counts.workspaceId, workspaceId), ne(counts.n, 0)))
  expect(Object.fromEntries(kept.map((k) => [`${k.userId}|${k.key}`, k.n]))).toEqual(await recount(workspaceId))

  for (const c of await db.select().from(conversations).where(eq(conversations.workspaceId, workspaceId))) {
    const thread = await db
      .select({ index: messages.index, kind: messages.kind, deletedAt: messages.deletedAt })
      .from(messages)
      .where(eq(messages.conversationId, c.id))
      .orderBy(asc(messages.index))
    expect(thread.map((m) => m.index)).toEqual(thread.map((_, i) => i))
    expect(c.lastIndex).toBe(thread.length - 1)
    expect(c.lastContentIndex).toBe(thread.findLast((m) => m.kind !== 'system' && !m.deletedAt)?.index ?? -1)
    expect(c.systemLines).toBe(thread.filter((m) => m.kind === 'system').length)
    expect(c.needsReply).toBe(c.waitingSince !== null)
    const people = await db.select().from(participants).where(eq(participants.conversationId, c.id))
    expect(
      people
        .filter((p) => p.member)
        .map((p) => p.userId)
        .toSorted((a, b) => a - b),
    ).toEqual(c.members)
    for (const p of people.filter((x) => x.member)) {
      expect(p.unread).toBe(c.lastContentIndex > p.lastReadIndex)
      expect(p.activityAt?.getTime()).toBe(c.lastActivityAt.getTime())
    }
  }

  const said = await eventsOf(workspaceId)
  expect(said.map((e) => e.seq)).toEqual(said.map((_, i) => i + 1))
  const [w] = await db.select().from(workspaces).where(eq(workspaces.id, workspaceId))
  expect(w?.eventSeq).toBe(said.length)
}
