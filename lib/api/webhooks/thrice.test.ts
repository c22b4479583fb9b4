/**
 * What providers send, played over HTTP into a workspace of its own: once in the order of its time, then three times,
 * then shuffled, in several ways. The conversations must be the same to the letter. `PARLEY_CORPORA=folder` plays whatever
 * payloads lie there as well (JSON, or JSON blocks in Markdown).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { eq } from 'drizzle-orm'
import { makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { jobs } from '@/db/schema/events'
import { samples } from '@/lib/channels/samples'
import { arriveAfter } from '@/lib/jobs/arrive'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { startServer } from '../testing/server'
import { eventsOf, provider, settle, signed, story } from './testing/provider'
import { type Family, payloadsIn } from './testing/payloads'

const FAMILIES = ['whatsapp', 'telegram', 'messenger', 'instagram'] as const
const folder = process.env.PARLEY_CORPORA
const found = folder ? payloadsIn(folder) : null
const sets = [
  ...FAMILIES.map((type) => [type, 'our own samples', samples[type].payloads] as const),
  ...FAMILIES.flatMap((type) => (found && found[type].length > 0 ? [[type, folder ?? '', found[type] as readonly unknown[]] as const] : [])),
]

let server: Awaited<ReturnType<typeof startServer>>
let workers: Worker[] = []
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.close())
afterEach(async () => {
  for (const w of workers) await w.stop()
  workers = []
})

/** As it runs, but for a machine that is busy with other things: no end is put to what comes without a pause. */
const arrive = arriveAfter(250, 1_500, { quietMs: 1_000, longestMs: 60_000 })

type How = { atOnce?: number; pauseAfter?: readonly number[]; workers?: number }

/** Posts in this order, `atOnce` calls at a time; after the calls in `pauseAfter` all that came is acted on first. */
async function played(type: Family, order: readonly unknown[], { atOnce = 1, pauseAfter = [], workers: n = 1 }: How = {}) {
  const s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  const p = await provider(s, type)
  for (let i = 0; i < n; i++) workers.push(startWorker({ handlers: { arrive }, pollMs: 20 }))
  const url = p.url.replace(/^http:\/\/[^/]+/, server.url)
  const quiet = () => vi.waitFor(async () => expect((await eventsOf(p.channel.id)).filter((e) => e.state === 'waiting')).toEqual([]), { timeout: 25_000, interval: 20 })
  const queue = order.map((payload, i) => ({ payload, i }))
  const post = async (payload: unknown) => {
    const body = JSON.stringify(payload)
    expect((await fetch(url, { method: 'POST', body, headers: signed(type, body, url) })).status).toBe(200)
  }
  const lane = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      await post(next.payload)
      if (pauseAfter.includes(next.i)) await quiet()
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  await quiet()
  for (const w of workers) await w.stop()
  workers = []
  // As if nobody had come for ten minutes: what waited for something is let go.
  const events = await settle(p.channel.id, 11 * 60_000)
  const [channel] = await (await reader()).select({ problem: channels.problem }).from(channels).where(eq(channels.id, p.channel.id))
  // As an agent's browser is given it, without the ids and clocks that differ from one workspace to the next.
  const agent = await server.as(s.users.ana)
  const rows: { id: number; contactName: string }[] = (await agent.get(`/api/ui/conversations?kind=customer&status=any&channelId=${p.channel.id}&limit=100`)).body.rows
  const shown = await Promise.all(
    rows.map(async (r) => [bare(r), ((await agent.get(`/api/ui/conversations/${r.id}/messages?limit=200`)).body.messages as object[]).map(bare)]),
  )
  const seen = shown.toSorted((a, b) => JSON.stringify(a).localeCompare(JSON.stringify(b)))
  return { story: { seen, problem: channel?.problem?.code, conversations: await story(p.channel.id) }, states: events.map((e) => e.state) }
}

/** Ids, and the clock of this house. */
const OURS = /^(id|.*Id|version|lastActivityAt|waitingSince|replyTo|seq)$/

/** Without what is only ours. A conversation's own beginning is when we first heard of it. */
const bare = (o: object): unknown => JSON.parse(JSON.stringify(o, (k, v: unknown) => (OURS.test(k) || (k === 'createdAt' && 'lastIndex' in o) ? undefined : v)))

function shuffled<T>(items: readonly T[], seed: number): T[] {
  let n = seed * 7919
  const random = () => ((n = (n * 48_271) % 2_147_483_647), n / 2_147_483_647)
  return items
    .map((p) => [random(), p] as const)
    .sort((a, b) => a[0] - b[0])
    .map(([, p]) => p)
}

describe.each(sets)('%s: %s', (type, _where, all) => {
  let once: Awaited<ReturnType<typeof played>>
  beforeAll(async () => {
    once = await played(type, all)
  })

  it('leave nothing waiting and nobody out', () => {
    expect(once.states).not.toContain('waiting')
    expect(once.states).not.toContain('parked')
    expect(once.story.conversations.length).toBeGreaterThan(0)
    expect(once.story.seen).toHaveLength(once.story.conversations.length)
  })

  it('are the same three times', async () => expect((await played(type, [...all, ...all, ...all])).story).toEqual(once.story))

  it.each(folder ? [1, 2, 3, 4] : [1])('are the same shuffled (%i)', async (seed) => expect((await played(type, shuffled(all, seed))).story).toEqual(once.story))

  it.each(folder ? [5, 6] : [5])('are the same shuffled with repeats among them, eight calls at once, three workers (%i)', async (seed) =>
    expect((await played(type, shuffled([...all, ...all], seed), { atOnce: 8, workers: 3 })).story).toEqual(once.story),
  )

  it('are the same backwards', async () => expect((await played(type, all.toReversed())).story).toEqual(once.story))
})
