import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { users } from '@/db/schema/users'
import { command } from '@/lib/domain/command'
import { assign } from '@/lib/domain/conversations/assign'
import { list } from '@/lib/domain/conversations/list'
import { type ConversationRow } from '@/lib/domain/conversations/row'
import { startTeam } from '@/lib/domain/conversations/start'
import type { LiveEvent } from '@/lib/domain/events'
import { note } from '@/lib/domain/messages/note'
import { receive } from '@/lib/domain/messages/receive'
import { reply } from '@/lib/domain/messages/reply'
import { newestSeq } from '@/lib/domain/workspaces/seq'
import { closeStreams, visitorPresence, watchConversation } from '@/lib/realtime/hub'
import type { Watched } from '@/lib/realtime/room'
import { z } from 'zod'
import { startServer } from '../testing/server'
import { listen } from '../testing/stream'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterEach(() => closeStreams())
afterAll(() => server.close())

const key = () => crypto.randomUUID()
type Scene = Awaited<ReturnType<typeof makeScene>>
const hello = (s: Scene, body = 'Hello') => receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body })

/** A screen's list: what a client keeps that applies rows by version. */
function applied(rows: Map<number, ConversationRow>, events: readonly LiveEvent[]) {
  for (const e of events) {
    const known = e.row && rows.get(e.row.id)
    if (e.row && (!known || e.row.version >= known.version)) rows.set(e.row.id, e.row)
  }
  return rows
}

describe('the event stream', () => {
  it('tells a colleague at once, with the row and the counts, in dense order', async () => {
    const s = await makeScene()
    const ben = await server.as(s.users.ben)
    const heard = await listen(server.url, ben, { after: 0 })
    expect(heard.headers.get('content-type')).toContain('text/event-stream')
    expect(heard.headers.get('cache-control')).toContain('no-transform')
    const m = await hello(s)
    await assign(s.ana, { conversationId: m.conversationId, assigneeId: s.users.ben.id })
    await heard.until((h) => h.events.some((e) => e.kind === 'conversation.assigned'))
    expect(heard.heard.events.map((e) => e.seq)).toEqual(heard.heard.events.map((_, i) => i + 1))
    const last = heard.heard.events.at(-1)
    expect(last).toMatchObject({ row: { assigneeId: s.users.ben.id }, actor: { kind: 'user', id: s.users.ana.id } })
    await heard.cut()
  })

  it('ends in exactly the state of a fresh load after cuts during 200 events', { timeout: 90_000 }, async () => {
    const s = await makeScene()
    const first = await hello(s)
    const ben = await server.as(s.users.ben)
    const rows = new Map((await list(s.ben, {})).rows.map((r) => [r.id, r]))
    let after = await newestSeq(s.ben, {})
    const seqs: number[] = []
    const began = after
    // A round is written while its reader listens, and cut in the middle: how far a reader is ahead of the cut is the machine's matter.
    const write = async (round: number) => {
      // Three events each, 36 a round.
      for (let i = 0; i < 12; i++) {
        await reply(i % 2 ? s.ana : s.ben, { conversationId: first.conversationId, body: `n${round}.${i}`, clientKey: key() })
        await assign(s.ana, { conversationId: first.conversationId, assigneeId: i % 2 ? s.users.ana.id : s.users.ben.id })
      }
    }
    for (let round = 0; round < 6; round++) {
      const l = await listen(server.url, ben, seqs.length > 0 ? { lastEventId: String(after) } : { after })
      const writing = write(round)
      await l.until((h) => h.events.length >= 20)
      await l.cut()
      await writing
      seqs.push(...l.heard.events.map((e) => e.seq))
      applied(rows, l.heard.events)
      after = Number(l.heard.lastId)
    }
    const end = await newestSeq(s.ben, {})
    const l = await listen(server.url, ben, { lastEventId: String(after) })
    await l.until((h) => (h.events.at(-1)?.seq ?? after) >= end)
    await l.cut()
    seqs.push(...l.heard.events.map((e) => e.seq))
    applied(rows, l.heard.events)
    // Nothing skipped and nothing doubled; every event here is visible to Ben.
    expect(seqs).toEqual(Array.from({ length: end - began }, (_, i) => began + 1 + i))
    expect([...rows.values()]).toEqual((await list(s.ben, {})).rows)
  })

  it('polling reads the same events', async () => {
    const s = await makeScene()
    const first = await hello(s)
    for (let i = 0; i < 30; i++) await note(s.ana, { conversationId: first.conversationId, body: `n${i}`, clientKey: key() })
    const ben = await server.as(s.users.ben)
    const streamed = await listen(server.url, ben, { after: 0 })
    const end = await newestSeq(s.ben, {})
    await streamed.until((h) => h.events.at(-1)?.seq === end)
    const polled: LiveEvent[] = []
    for (let after = 0; ;) {
      const { body } = await ben.get(`/api/ui/events?after=${after}&limit=7`)
      polled.push(...body.events)
      after = body.seq
      if (!body.more) break
    }
    expect(polled).toEqual(streamed.heard.events)
    await streamed.cut()
  })

  it('does not tell outsiders of a team conversation, and asks for a fresh load when a number is from elsewhere', async () => {
    const s = await makeScene()
    const outsider = await makeScene()
    const mine = await startTeam(s.ana, { userIds: [s.users.ben.id] })
    const [ben, stranger] = [await server.as(s.users.ben), await server.as(outsider.users.ana)]
    const inside = await listen(server.url, ben, { after: 0 })
    const outside = await listen(server.url, stranger, { after: 0 })
    await reply(s.ana, { conversationId: mine.id, body: 'Between us', clientKey: key() })
    await hello(outsider)
    await inside.until((h) => h.events.some((e) => e.kind === 'message.added'))
    await outside.until((h) => h.events.some((e) => e.kind === 'message.added'))
    expect(JSON.stringify(outside.heard.events)).not.toContain('Between us')
    const lost = await listen(server.url, ben, { lastEventId: '999999' })
    await lost.until((h) => h.resets === 1)
    expect(Number(lost.heard.lastId)).toBe(await newestSeq(s.ben, {}))
    for (const l of [inside, outside, lost]) await l.cut()
  })

  it('closes at once for who was signed out everywhere', async () => {
    const s = await makeScene()
    const l = await listen(server.url, await server.as(s.users.ben), { after: 0 })
    await transaction((db) => db.update(users).set({ sessionVersion: 2 }).where(eq(users.id, s.users.ben.id)))
    await command({ permission: 'users:manage', input: z.object({}) }, async (w) => w.record('user.changed', { userId: s.users.ben.id }))(s.ana, {})
    await l.until((h) => h.ended)
    expect((await listen(server.url, await server.as(s.users.ben))).heard.status).toBe(401)
  })

  it('lets nobody in without a session, and nobody open streams without end', async () => {
    const s = await makeScene()
    expect((await listen(server.url, await server.as(null))).heard.status).toBe(401)
    const ben = await server.as(s.users.ben)
    const open = await Promise.all(Array.from({ length: 20 }, () => listen(server.url, ben)))
    const one = await listen(server.url, ben)
    expect(one.heard.status).toBe(429)
    await open[0]?.cut()
    await vi.waitFor(async () => {
      const again = await listen(server.url, ben)
      expect(again.heard.status).toBe(200)
      await again.cut()
    })
    for (const l of open) await l.cut()
  })
})

describe('presence', () => {
  it('shows who looks and types, to those who may know, and takes it back when they leave', async () => {
    const s = await makeScene()
    const m = await hello(s)
    const team = await startTeam(s.ana, { userIds: [s.users.ben.id] })
    const [ana, ben] = [await server.as(s.users.ana), await server.as(s.users.ben)]
    const l = await listen(server.url, ben)
    const at = (conversationId: number | null, typing: string | null = null) => ana.send('POST', '/api/ui/presence', { conversationId, tab: 'one', typing })
    expect((await at(m.conversationId, 'note')).body.presence.users).toEqual([{ userId: s.users.ana.id, typing: 'note' }])
    await l.until((h) => h.presence.some((p) => p.conversationId === m.conversationId && p.users[0]?.typing === 'note'))
    await at(team.id, 'reply')
    await l.until((h) => h.presence.at(-1)?.conversationId === team.id)
    expect(l.heard.presence.findLast((p) => p.conversationId === m.conversationId)?.users).toEqual([])
    await at(null)
    await l.until((h) => h.presence.at(-1)?.users.length === 0)
    await l.cut()
    const other = await makeScene()
    expect((await (await server.as(other.users.ana)).send('POST', '/api/ui/presence', { conversationId: m.conversationId, tab: 'x' })).status).toBe(404)
  })

  it('tells the customer who is answering, never who writes a note, and the team that the customer types', async () => {
    const s = await makeScene()
    const m = await hello(s)
    const ana = await server.as(s.users.ana)
    const told: Watched[] = []
    const stop = watchConversation({ workspaceId: s.workspace.id, conversationId: m.conversationId }, (w) => told.push(w))
    const type = (typing: string) => ana.send('POST', '/api/ui/presence', { conversationId: m.conversationId, tab: 'one', typing })
    await type('note')
    expect(told.filter((t) => t.kind === 'typing').every((t) => t.userIds.length === 0)).toBe(true)
    await type('reply')
    expect(told.at(-1)).toEqual({ kind: 'typing', userIds: [s.users.ana.id] })
    const l = await listen(server.url, ana)
    visitorPresence({ workspaceId: s.workspace.id, conversationId: m.conversationId, online: true, typing: true })
    await l.until((h) => h.presence.at(-1)?.contactTyping === true)
    told.length = 0
    await note(s.ana, { conversationId: m.conversationId, body: 'Secret', clientKey: key() })
    await reply(s.ana, { conversationId: m.conversationId, body: 'Hi', clientKey: key() })
    await vi.waitFor(() => expect(told.some((t) => t.kind === 'changed')).toBe(true))
    expect(told.filter((t) => t.kind === 'changed')).toHaveLength(1)
    stop()
    await l.cut()
  })
})
