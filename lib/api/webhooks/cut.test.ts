/** Connections to the database are cut all the time: what was acknowledged is in the inbox all the same. */
import '@/lib/api/testing/data-dir'
import { and, eq, inArray } from 'drizzle-orm'
import { afterEach, expect, it, vi } from 'vitest'
import { doors, reader, transaction } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeChannel, makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { messages } from '@/db/schema/messages'
import { blobs } from '@/lib/blobs'
import { storeInbound } from '@/lib/domain/inbound/store'
import { arrive } from '@/lib/jobs/arrive'
import { mail } from '@/lib/jobs/mail'
import { startWorker, type Worker } from '@/lib/jobs/worker'
import { payloadOf } from '@/lib/stand-in/payloads'
import { provider } from './testing/provider'

/** How much of it: by hand some hundred. */
const MESSAGES = Number(process.env.PARLEY_CUT_MESSAGES ?? 40)
const MAILS = Math.ceil(MESSAGES / 4)

let worker: Worker | undefined
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

const cutAll = async () =>
  (await doors()).raw('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()').catch(() => {})

async function* once(text: string) {
  yield Buffer.from(text)
}

it.runIf(dialect === 'postgres')('nothing that was acknowledged is lost, and nobody is answered 500', { timeout: 300_000 }, async () => {
  vi.spyOn(console, 'error').mockImplementation(() => {})
  const s = await makeScene()
  await transaction((db) => db.delete(jobs).returning())
  const p = await provider(s, 'whatsapp')
  const box = await makeChannel(s.workspace.id, 'email', { settings: { address: 'support@us.test' } })
  worker = startWorker({ handlers: { arrive, mail }, pollMs: 50 })
  let cuts = 0
  /** While something is under way: every other time all connections are cut beneath it. */
  let turns = 0
  const beneath = async <R>(work: Promise<R>): Promise<R> => {
    if (++turns % 2 === 0) await cutAll().then(() => cuts++)
    return work
  }
  const answers: Record<number, number> = {}
  const write = async (n: number) => {
    for (let status = 0; status !== 200;) {
      status = (await beneath(p.post(payloadOf('whatsapp', `49151000${1000 + (n % 7)}`, `No. ${n}`, `wamid.${n}`, Date.now())))).status
      answers[status] = (answers[status] ?? 0) + 1
    }
  }
  const post = async (n: number) => {
    const { key } = await blobs.put(once(`From: C${n} <c${n}@cust.test>\r\nTo: support@us.test\r\nSubject: Mail ${n}\r\nMessage-ID: <c${n}@cust.test>\r\n\r\nHello`))
    const actor = { kind: 'channel', workspaceId: s.workspace.id, channelId: box.id } as const
    const entries = [{ type: 'mail' as const, key: `mail:${n}`, at: Date.now(), blob: key }]
    while (
      !(await storeInbound(actor, { channelId: box.id, entries }).then(
        () => true,
        () => false,
      ))
    )
      continue
  }
  for (let n = 0; n < MESSAGES; n += 4) await Promise.all([write(n), write(n + 1), write(n + 2), write(n + 3), ...(n / 4 < MAILS ? [post(n / 4)] : [])])
  const shown = async (channelId: number) =>
    (await reader())
      .select({ body: messages.body })
      .from(messages)
      .innerJoin(conversations, eq(conversations.id, messages.conversationId))
      .where(and(eq(conversations.channelId, channelId), eq(messages.kind, 'message')))
  await vi.waitFor(
    async () => {
      expect(new Set((await shown(p.channel.id)).map((m) => m.body)).size).toBe(MESSAGES)
      expect(await shown(box.id)).toHaveLength(MAILS)
    },
    { timeout: 120_000, interval: 200 },
  )
  expect(await shown(p.channel.id)).toHaveLength(MESSAGES)
  expect(Object.keys(answers).filter((a) => a !== '200' && a !== '503')).toEqual([])
  const failed = await (
    await reader()
  )
    .select()
    .from(inboundEvents)
    .where(and(inArray(inboundEvents.channelId, [p.channel.id, box.id]), eq(inboundEvents.state, 'failed')))
  expect(failed.map((e) => e.error)).toEqual([])
  if (process.env.PARLEY_CUT_MESSAGES) console.log(`${MESSAGES} messages and ${MAILS} mails through ${cuts} cuts; answered ${JSON.stringify(answers)}`)
})
