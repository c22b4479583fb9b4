import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { users } from '@/db/schema/users'
import { counts } from '@/db/schema/workspaces'
import { counts as countsOf } from '../conversations/counts'
import { list } from '../conversations/list'
import { examine } from '../health/examine'
import { makeDemo } from '../workspaces/make-demo'
import { makeSample } from '../workspaces/make-sample'
import { lengths } from './spread'

const size = { seed: 5, conversations: 60, messages: 400, agents: 4, now: Date.UTC(2026, 0, 15, 12), password: 'long enough for this' }

const bad = async () => (await examine()).filter((f) => !f.ok)

async function rowsOf(workspaceId: number) {
  const db = await reader()
  const found = await db
    .select({
      status: conversations.status,
      type: conversations.channelType,
      snippet: conversations.snippet,
      at: conversations.lastActivityAt,
      index: messages.index,
      body: messages.body,
      sent: messages.createdAt,
    })
    .from(conversations)
    .innerJoin(messages, eq(messages.conversationId, conversations.id))
    .where(eq(conversations.workspaceId, workspaceId))
    .orderBy(conversations.id, messages.index)
  return found.map((r) => ({ ...r, at: r.at.getTime(), sent: r.sent.getTime() }))
}

describe('a sample', () => {
  it('has the size that was asked for, passes the doctor and is the same for the same seed', async () => {
    const one = await makeSample(size)
    expect(one).toMatchObject({ conversations: 60, messages: 400 })
    expect(await bad()).toEqual([])
    const two = await makeSample(size)
    const other = await makeSample({ ...size, seed: 6 })
    const first = await rowsOf(one.workspaceId)
    expect(first).toHaveLength(400)
    expect(await rowsOf(two.workspaceId)).toEqual(first)
    expect(await rowsOf(other.workspaceId)).not.toEqual(first)
    expect(new Set(first.map((r) => r.type)).size).toBeGreaterThan(4)
    expect(first.every((r) => r.sent <= size.now)).toBe(true)
    expect(await bad()).toEqual([])
  })

  it('leaves the ids it took to nobody else', async () => {
    const { workspaceId } = await makeSample({ ...size, conversations: 20, messages: 60 })
    const [row] = await transaction((db) => db.insert(conversations).values({ workspaceId, kind: 'customer' }).returning({ id: conversations.id }))
    const [{ n } = { n: 0 }] = await (await reader()).select({ n: sql<number>`max(${conversations.id})` }).from(conversations)
    expect(row?.id).toBe(Number(n))
    await transaction((db) =>
      db
        .delete(conversations)
        .where(eq(conversations.id, row?.id ?? 0))
        .returning({ id: conversations.id }),
    )
  })

  it('gives every conversation a message and spends exactly what there is', () => {
    const out = lengths({ seed: 1, conversations: 333, messages: 1000 })
    expect(out.reduce((a, b) => a + b, 0)).toBe(1000)
    expect(Math.min(...out)).toBeGreaterThanOrEqual(1)
    expect(() => lengths({ seed: 1, conversations: 3, messages: 2 })).toThrow(RangeError)
  })
})

describe('the demo', () => {
  it('passes the doctor, and its counts are those of its lists', async () => {
    const workspaceId = await makeDemo({ password: 'a password for all', origins: ['http://localhost:3000'] })
    expect(await bad()).toEqual([])
    const [admin] = await (
      await reader()
    )
      .select()
      .from(users)
      .where(and(eq(users.workspaceId, workspaceId), eq(users.role, 'admin')))
    const ana = { kind: 'user', workspaceId, userId: admin?.id ?? 0, role: 'admin' } as const
    const { shared } = await countsOf(ana, {})
    for (const status of ['open', 'pending', 'snoozed', 'closed'] as const) {
      const { rows } = await list(ana, { kind: 'customer', status, limit: 100 })
      expect(rows, status).toHaveLength(shared[status] ?? -1)
    }
  })
})

describe('the doctor', () => {
  it('notices a count that is off, a missing message and a gap', async () => {
    const { workspaceId } = await makeSample({ ...size, seed: 9, conversations: 15, messages: 60 })
    await transaction(async (db) =>
      db
        .update(counts)
        .set({ n: sql`${counts.n} + 1` })
        .where(and(eq(counts.workspaceId, workspaceId), eq(counts.key, 'closed')))
        .returning(),
    )
    expect((await bad()).map((f) => f.name)).toEqual(['counts'])
    await transaction(async (db) =>
      db
        .update(counts)
        .set({ n: sql`${counts.n} - 1` })
        .where(and(eq(counts.workspaceId, workspaceId), eq(counts.key, 'closed')))
        .returning(),
    )
    const [m] = await (
      await reader()
    )
      .select({ id: messages.id })
      .from(messages)
      .where(and(eq(messages.workspaceId, workspaceId), eq(messages.index, 1)))
      .limit(1)
    await transaction(async (db) =>
      db
        .delete(messages)
        .where(eq(messages.id, m?.id ?? 0))
        .returning({ id: messages.id }),
    )
    expect((await bad()).map((f) => f.name)).toEqual(['indexes'])
  })
})
