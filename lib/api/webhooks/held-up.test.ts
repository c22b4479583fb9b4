/** Nothing that waits for something else holds up what comes after it. */
import '@/lib/api/testing/data-dir'
import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { arrive } from '@/lib/jobs/arrive'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { payloadOf } from '@/lib/stand-in/payloads'
import { eventsOf, provider, story } from './testing/provider'

let worker: Worker | undefined
let s: Awaited<ReturnType<typeof makeScene>>
beforeEach(async () => {
  s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

const seconds = () => String(Math.floor(Date.now() / 1000))
const call = (value: unknown) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: 'waba', changes: [{ field: 'messages', value: { metadata: {}, ...Object(value) } }] }],
})
/** What speaks of a message that is not here. */
const UNKNOWN: Record<string, () => unknown> = {
  'a status': () => ({ statuses: [{ id: 'wamid.nobody', status: 'delivered', timestamp: seconds(), recipient_id: '4915100000001' }] }),
  'a reaction': () => ({
    messages: [{ from: '4915100000001', id: 'wamid.r', timestamp: seconds(), type: 'reaction', reaction: { message_id: 'wamid.nobody', emoji: '👍' } }],
  }),
  'a deletion': () => ({
    messages: [{ from: '4915100000001', id: 'wamid.d', timestamp: seconds(), type: 'revoke', revoke: { original_message_id: 'wamid.nobody' } }],
  }),
}

it.each(Object.keys(UNKNOWN))('%s of a message that nobody knows waits, and the next message is shown at once', async (what) => {
  worker = startWorker({ handlers: { arrive }, pollMs: 50 })
  const p = await provider(s, 'whatsapp')
  const say = (id: string, text: string) => p.post(payloadOf('whatsapp', '4915100000001', text, id, Date.now()))
  const shown = async () => (await story(p.channel.id)).flatMap((c) => c.messages.map((m) => m.body))
  await say('wamid.1', 'One')
  await vi.waitFor(async () => expect(await shown()).toEqual(['One']), { timeout: 15_000 })
  await p.post(call(UNKNOWN[what]?.()))
  await vi.waitFor(async () => expect((await eventsOf(p.channel.id)).at(-1)?.state).toBe('parked'), { timeout: 15_000 })
  await say('wamid.2', 'Two')
  await vi.waitFor(async () => expect(await shown()).toEqual(['One', 'Two']), { timeout: 15_000 })
  // It still waits for what it speaks of, ten minutes.
  const late = (
    await (
      await reader()
    )
      .select()
      .from(jobs)
      .where(eq(jobs.key, `arrive:${p.channel.id}:late`))
  )[0]
  expect(late?.runAt.getTime()).toBeGreaterThan(Date.now() + 8 * 60_000)
})
