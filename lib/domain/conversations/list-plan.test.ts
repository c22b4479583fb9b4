import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { z } from 'zod'
import { doors, reader, transaction } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeChannel, makeContact, makeScene } from '@/db/factories'
import { conversations, participants } from '@/db/schema/conversations'
import { teams } from '@/db/schema/workspaces'
import { filterInput } from './filter'
import { buildSelect } from './list'

const N = 20_000
const START = 1_700_000_000_000

let scene: Awaited<ReturnType<typeof makeScene>>
let teamId = 0
let telegram = 0

beforeAll(async () => {
  scene = await makeScene()
  const s = scene
  telegram = (await makeChannel(s.workspace.id, 'telegram')).id
  const people = await Promise.all(Array.from({ length: 50 }, () => makeContact(s.workspace.id)))
  teamId = await transaction(async (db) => (await db.insert(teams).values({ workspaceId: s.workspace.id, name: 'T' }).returning())[0]!.id)
  await transaction(async (db) => {
    for (let from = 0; from < N; from += 500)
      await db.insert(conversations).values(
        Array.from({ length: 500 }, (_, k) => {
          const i = from + k
          const needs = i % 50 === 0
          return {
            workspaceId: s.workspace.id,
            kind: 'customer' as const,
            channelId: i % 40 === 0 ? telegram : s.channel.id,
            channelType: i % 40 === 0 ? ('telegram' as const) : ('webchat' as const),
            contactId: people[i % 50]!.id,
            status: i % 10 === 0 ? ('open' as const) : i % 10 === 1 ? ('snoozed' as const) : ('closed' as const),
            assigneeId: i % 3 === 0 ? s.ana.userId : i % 3 === 1 ? null : s.ben.userId,
            teamId: i % 100 === 0 ? teamId : null,
            needsReply: needs,
            waitingSince: needs ? new Date(START + i * 1000) : null,
            title: `about ${i}`,
            lastActivityAt: new Date(START + ((i * 7919) % N) * 1000),
            lastIndex: 3,
            lastContentIndex: 3,
          }
        }),
      )
    const all = await db.select({ id: conversations.id }).from(conversations).limit(3000)
    for (let from = 0; from < 3000; from += 500)
      await db
        .insert(participants)
        .values(all.slice(from, from + 500).map((c, i) => ({ conversationId: c.id, userId: s.ana.userId, lastReadIndex: i % 2 ? 3 : 1, archived: i % 20 === 0 })))
    const together = await db
      .insert(conversations)
      .values(
        Array.from({ length: 200 }, (_, i) => ({
          workspaceId: s.workspace.id,
          kind: 'team' as const,
          members: [s.ana.userId, s.ben.userId],
          title: `t${i}`,
          lastActivityAt: new Date(START + i * 1000),
        })),
      )
      .returning({ id: conversations.id })
    await db.insert(participants).values(
      together.flatMap((c) => [
        { conversationId: c.id, userId: s.ana.userId, member: true },
        { conversationId: c.id, userId: s.ben.userId, member: true },
      ]),
    )
  })
  if (dialect === 'postgres') await (await doors()).raw('analyze')
})

/** The engine's own words about how it would find the page. */
async function planOf(filter: z.input<typeof filterInput>, phase: 'a' | 'w', after: boolean): Promise<string> {
  const f = filterInput.parse(filter)
  const q = buildSelect(await reader(), scene.ana, f, phase, after, f.text).toSQL()
  const values: Record<string, unknown> = {
    workspaceId: scene.workspace.id,
    me: scene.ana.userId,
    member: scene.ana.userId,
    status: f.status,
    assigneeId: scene.ana.userId,
    teamId,
    channelType: f.channelType,
    channelId: telegram,
    contactId: scene.contact.id,
    limit: 31,
    id: 5000,
    at: dialect === 'postgres' ? new Date(START + 9_000_000) : START + 9_000_000,
  }
  const nameOf = (p: unknown): string | null =>
    p && typeof p === 'object' && 'name' in p ? String(p.name) : p && typeof p === 'object' && 'value' in p ? nameOf(p.value) : null
  const params = q.params.map((p) => (nameOf(p) === null ? p : values[nameOf(p) ?? '']))
  if (dialect === 'postgres') {
    const { default: pg } = await import('pg')
    const c = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await c.connect()
    const out = await c.query(`explain ${q.sql}`, params)
    await c.end()
    return out.rows.map((r) => r['QUERY PLAN']).join('\n')
  }
  const { default: Database } = await import('better-sqlite3')
  const c = new Database(resolve(process.env.DATA_DIR ?? '', 'parley.db'), { readonly: true })
  const out = c.prepare(`explain query plan ${q.sql}`).all(...params) as { detail: string }[]
  c.close()
  return out.map((r) => r.detail).join('\n')
}

type Case = { name: string; filter: z.input<typeof filterInput>; phase?: 'a' | 'w'; index: string }

/** What each list must be read by, in order, without sorting. */
const cases: Case[] = [
  { name: 'mine', filter: { assignee: 'me' }, index: 'conversations_assignee' },
  { name: 'unassigned', filter: { assignee: 'none' }, index: 'conversations_(assignee|status)' },
  { name: 'all', filter: {}, index: 'conversations_status' },
  { name: 'needs reply', filter: { needsReply: true }, index: 'conversations_needs_reply' },
  { name: 'my needs reply', filter: { needsReply: true, assignee: 'me' }, index: 'conversations_(needs_reply|assignee)' },
  { name: 'a channel', filter: { channelId: 1 }, index: 'conversations_channel' },
  { name: 'a channel type', filter: { channelType: 'telegram' }, index: 'conversations_channel_type' },
  { name: 'a team', filter: { teamId: 1 }, index: 'conversations_team' },
  { name: 'unread', filter: { unread: true }, index: 'conversations_status' },
  { name: 'snoozed', filter: { status: 'snoozed' }, index: 'conversations_status' },
  { name: 'closed', filter: { status: 'closed' }, index: 'conversations_status' },
  { name: 'any status', filter: { status: 'any' }, index: 'conversations_activity' },
  { name: 'a contact', filter: { contactId: 1, status: 'any' }, index: 'conversations_contact' },
  { name: 'waiting', filter: { needsReply: true }, phase: 'w', index: 'conversations_waiting' },
  { name: 'waiting, mine', filter: { needsReply: true, assignee: 'me' }, phase: 'w', index: 'conversations_waiting' },
  { name: 'after those who wait', filter: { needsReply: false }, index: 'conversations_status' },
]

describe.each(cases)('the list of $name', ({ filter, phase = 'a', index }) => {
  it.each([false, true])('walks its index in order (after a marker: %s)', async (after) => {
    const plan = await planOf(filter, phase, after)
    expect(plan).toMatch(new RegExp(`using (index )?${index}\\b`, 'i'))
    // Postgres sorts a handful when its statistics say that so few match; that is its affair.
    if (dialect === 'sqlite') expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
    else expect(plan).not.toMatch(/Seq Scan on conversations/)
  })
})

describe.each([
  { name: 'what I archived', filter: { archived: true, status: 'any' } },
  { name: 'team conversations', filter: { kind: 'team', status: 'any' } },
] as const)('the list of $name', ({ filter }) => {
  it.each([false, true])('begins with my own few (after a marker: %s)', async (after) => {
    const plan = await planOf(filter, 'a', after)
    if (dialect === 'sqlite') expect(plan).toMatch(/^SEARCH participants USING (COVERING )?INDEX participants_(archived|activity|member)/)
    else expect(plan).not.toMatch(/Seq Scan on conversations/)
  })
})
