import { and, asc, eq, sql } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { events, jobs } from '@/db/schema/events'
import { webhooks } from '@/db/schema/programs'
import { workspaces } from '@/db/schema/workspaces'
import { system } from '@/lib/domain/actor'
import { examine } from '@/lib/domain/health/examine'
import { note } from '@/lib/domain/messages/note'
import { receive } from '@/lib/domain/messages/receive'
import { key } from '@/lib/domain/testing/expect'
import { eventsAfter } from '@/lib/domain/workspaces/events-after'
import { EVENTS_MAX, WHOLE } from '@/lib/domain/workspaces/prune'
import { pruneLog } from './prune'

const day = 24 * 60 * 60_000
type Scene = Awaited<ReturnType<typeof makeScene>>
const prune = (s: Scene) => pruneLog(system(s.workspace.id), new AbortController().signal)

/** A log of `n` events, `days(seq)` old, each as large as a real one. */
async function fill(s: Scene, n: number, days: (seq: number) => number) {
  const data = {
    row: { id: 1, title: 'x'.repeat(200) },
    people: [{ userId: 1 }],
    counts: [{ userId: 0, key: 'all', n: 1 }],
    message: { kind: 'note', body: 'words', attachments: [] },
  }
  for (let from = 1; from <= n; from += 500)
    await transaction((db) =>
      db.insert(events).values(
        Array.from({ length: Math.min(500, n - from + 1) }, (_, i) => ({
          workspaceId: s.workspace.id,
          seq: from + i,
          kind: 'message.added',
          actorKind: 'system' as const,
          audience: null,
          data,
          at: new Date(Date.now() - days(from + i) * day),
        })),
      ),
    )
  await transaction((db) => db.update(workspaces).set({ eventSeq: n }).where(eq(workspaces.id, s.workspace.id)))
}
const log = async (s: Scene) =>
  (await (await reader()).select({ seq: events.seq, data: events.data }).from(events).where(eq(events.workspaceId, s.workspace.id)).orderBy(asc(events.seq))).map(
    (e) => ({
      seq: e.seq,
      isWhole: 'row' in e.data && 'counts' in e.data,
      words: JSON.stringify(e.data).includes('words'),
    }),
  )
const hook = (s: Scene, cursor: number) =>
  transaction(async (db) => {
    const [made] = await db
      .insert(webhooks)
      .values({ workspaceId: s.workspace.id, form: 'sendseven', url: 'https://x.example', kinds: [], only: {}, secret: 'x', cursor })
      .returning({ id: webhooks.id })
    return made?.id ?? 0
  })

it('what nobody catches up with loses what it carried; the newest stay whole, and all of it stays dense', async () => {
  const s = await makeScene()
  await fill(s, WHOLE + 1300, () => 1)
  await prune(s)
  const after = await log(s)
  expect(after).toHaveLength(WHOLE + 1300)
  expect(after.filter((e) => !e.isWhole && !e.words).map((e) => e.seq)).toEqual(Array.from({ length: 1300 }, (_, i) => i + 1))
  expect(after.slice(1300).every((e) => e.isWhole && e.words)).toBe(true)
  expect((await eventsAfter(s.ana, { after: WHOLE + 1300 - 1500 })).events).toHaveLength(200)
  expect((await examine()).find((f) => f.name === 'events')).toMatchObject({ ok: true })
})

it('what is past its time goes from the front, never what a webhook has still to read', async () => {
  const s = await makeScene()
  await fill(s, WHOLE + 1000, (seq) => (seq <= 800 ? 100 : 10))
  const id = await hook(s, 850)
  await prune(s)
  expect((await log(s)).at(0)?.seq).toBe(801)
  expect((await log(s)).filter((e) => !e.isWhole).map((e) => e.seq)).toEqual(Array.from({ length: 50 }, (_, i) => 801 + i))
  // A suspended one goes on where it stopped, so it is waited for as well.
  await transaction((db) => db.update(webhooks).set({ suspendedAt: new Date() }).where(eq(webhooks.id, id)))
  await prune(s)
  expect((await log(s)).filter((e) => !e.isWhole)).toHaveLength(50)
  // One that has not read for a month is not.
  await transaction((db) =>
    db
      .update(events)
      .set({ at: new Date(Date.now() - 40 * day) })
      .where(and(eq(events.workspaceId, s.workspace.id), eq(events.seq, 851))),
  )
  await prune(s)
  expect((await log(s)).filter((e) => !e.isWhole)).toHaveLength(200)
})

it('is at most so long, and pruned as it grows', async () => {
  const s = await makeScene()
  await fill(s, 1500, () => 1)
  // As if it had gone on for long.
  await transaction((db) =>
    db
      .update(events)
      .set({ seq: sql`${events.seq} + ${EVENTS_MAX}` })
      .where(and(eq(events.workspaceId, s.workspace.id), sql`${events.seq} > 700`)),
  )
  await transaction((db) =>
    db
      .update(workspaces)
      .set({ eventSeq: EVENTS_MAX + 1498 })
      .where(eq(workspaces.id, s.workspace.id)),
  )
  await prune(s)
  expect((await log(s)).at(0)?.seq).toBe(EVENTS_MAX + 701)

  await transaction((db) => db.delete(events).where(eq(events.workspaceId, s.workspace.id)))
  await transaction((db) => db.update(workspaces).set({ eventSeq: 999 }).where(eq(workspaces.id, s.workspace.id)))
  const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
  await note(s.ana, { conversationId, body: 'x', clientKey: key() })
  expect(
    await (
      await reader()
    )
      .select({ key: jobs.key })
      .from(jobs)
      .where(and(eq(jobs.workspaceId, s.workspace.id), eq(jobs.kind, 'prune'))),
  ).toHaveLength(1)
})
