import { eq } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { z } from 'zod'
import '@/lib/api/testing/data-dir'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { contactIdentities } from '@/db/schema/contacts'
import { jobs } from '@/db/schema/events'
import { attachments, messageParts, messages } from '@/db/schema/messages'
import { blobs } from '@/lib/blobs'
import type { Channel, Fault, Outgoing } from '@/lib/channels/channel'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { retry, setDelivery } from '@/lib/domain/messages/delivery'
import { receive } from '@/lib/domain/messages/receive'
import { reply } from '@/lib/domain/messages/reply'
import { beginPart } from '@/lib/domain/messages/send-parts'
import { thread } from '@/lib/domain/messages/thread'
import { key, kindsOf, refused } from '@/lib/domain/testing/expect'
import { deliverOver } from './deliver'
import { startWorker, type Worker } from './worker'

let s: Awaited<ReturnType<typeof makeScene>>
let channelId: number
let conversationId: number
let worker: Worker | undefined

beforeEach(async () => {
  s = await makeScene()
  channelId = (await makeChannel(s.workspace.id, 'telegram')).id
  await transaction((db) => db.delete(jobs).returning())
  await transaction((db) =>
    db.insert(contactIdentities).values({ workspaceId: s.workspace.id, contactId: s.contact.id, channelType: 'telegram', address: '77' }).returning(),
  )
  conversationId = (await receive({ ...s.customer, channelId }, { channelId, contactId: s.contact.id, body: 'Hello' })).conversationId
})
afterEach(async () => {
  await worker?.stop()
  worker = undefined
})

type Answer = { externalId: string } | Fault
/** A far side that answers in turn, the last answer for ever; an Error is thrown. */
function telegram(...answers: (Answer | Error)[]) {
  const sent: Outgoing[] = []
  const channel: Channel<unknown> = {
    type: 'telegram',
    settings: z.unknown(),
    async send(part) {
      sent.push(part)
      const answer = answers[Math.min(sent.length, answers.length) - 1] ?? { externalId: `x${sent.length}-${part.clientRef}` }
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  worker = startWorker({ handlers: { deliver: deliverOver({ telegram: channel }) }, pollMs: 50 })
  return sent
}

const say = (body: string, attachmentIds: number[] = []) => reply(s.ana, { conversationId, body, clientKey: key(), attachmentIds })
const stored = async (id: number) => (await (await reader()).select().from(messages).where(eq(messages.id, id)))[0]
const parts = async (id: number) => (await reader()).select().from(messageParts).where(eq(messageParts.messageId, id)).orderBy(messageParts.idx)
const becomes = (id: number, delivery: string, deliveryError: string | null = null) =>
  vi.waitFor(async () => expect(await stored(id)).toMatchObject({ delivery, deliveryError }), { timeout: 8_000, interval: 5 })
async function upload(blobKey?: string): Promise<number> {
  const bytes = async function* () {
    yield Buffer.from('abc')
  }
  const key = blobKey ?? (await blobs.put(bytes())).key
  return transaction(
    async (db) =>
      (
        await db
          .insert(attachments)
          .values({ workspaceId: s.workspace.id, uploadedBy: `user:${s.ana.userId}`, name: 'a.png', type: 'image/png', size: 3, blobKey: key })
          .returning()
      )[0]!.id,
  )
}

describe('a message on its way out', () => {
  it('leaves in parts and in order, each with our own reference', async () => {
    const first = await say('One', [await upload()])
    const second = await say('Two')
    expect(first.delivery).toBe('queued')
    const sent = telegram()
    await becomes(second.id, 'sent')
    expect(await stored(first.id)).toMatchObject({ delivery: 'sent' })
    expect(sent.map((p) => [p.text ?? 'file', p.to.address])).toEqual([
      ['One', '77'],
      ['file', '77'],
      ['Two', '77'],
    ])
    const all = [...(await parts(first.id)), ...(await parts(second.id))]
    expect(all.map((p) => p.clientRef)).toEqual(sent.map((p) => p.clientRef))
    expect(all.every((p) => p.externalId?.endsWith(p.clientRef))).toBe(true)
    // A receipt raises it; a late or repeated one changes and says nothing.
    await setDelivery({ ...s.customer, channelId }, { partId: all[2]!.id, state: 'read' })
    await becomes(second.id, 'read')
    const before = await kindsOf(s.workspace.id)
    await setDelivery({ ...s.customer, channelId }, { partId: all[2]!.id, state: 'delivered' })
    expect(await kindsOf(s.workspace.id)).toEqual(before)
    await refused('not_found', [setDelivery(s.customer, { partId: all[2]!.id, state: 'read' })])
  })

  it('fails in plain words while nothing connects us to the channel, and goes when retried by hand', async () => {
    const m = await say('One')
    worker = startWorker({ handlers: { deliver: deliverOver({}) } })
    await becomes(m.id, 'failed', 'channel_not_connected')
    await worker.stop()
    const other = await makeScene()
    await refused('not_found', [retry(other.ana, { messageId: m.id })])
    expect(await retry(s.ben, { messageId: m.id })).toMatchObject({ delivery: 'queued', deliveryError: null })
    await refused('not_retryable', [retry(s.ben, { messageId: m.id })])
    const sent = telegram()
    await becomes(m.id, 'sent')
    expect(sent).toHaveLength(1)
  })

  it('waits and tries again when the provider says so', async () => {
    const sent = telegram({ class: 'retry', code: '429', message: 'slow down', retryAfterMs: 5 }, { externalId: 'x' })
    const m = await say('One')
    await becomes(m.id, 'sent')
    expect(sent).toHaveLength(2)
    expect(sent[0]?.clientRef).toBe(sent[1]?.clientRef)
  })

  it('fails with the provider’s sentence, and what stands behind it in the message fails with it', async () => {
    const sent = telegram({ class: 'opt_out', code: '403', message: 'The customer blocked us.' })
    const m = await say('One', [await upload()])
    await becomes(m.id, 'failed', 'The customer blocked us.')
    expect(sent).toHaveLength(1)
    expect((await parts(m.id)).map((p) => p.state)).toEqual(['failed', 'failed'])
    expect((await thread(s.ana, { conversationId })).messages.at(-1)).toMatchObject({ deliveryError: 'The customer blocked us.' })
  })

  it.each([
    ['throws', new Error('socket hang up')],
    ['does not know', { class: 'ambiguous', code: 'timeout', message: 'timed out' } as const],
  ])('is never sent twice by us when the channel %s', async (_what, answer) => {
    const sent = telegram(answer)
    const m = await say('One')
    await becomes(m.id, 'failed', 'delivery_unclear')
    await vi.waitFor(async () => expect(await (await reader()).select().from(jobs)).toEqual([]))
    expect(sent).toHaveLength(1)
  })

  it('is not sent again when the worker was killed while it was being sent; proof of arrival still counts', async () => {
    const m = await say('One')
    expect(await beginPart(s.house, { messageId: m.id })).toMatchObject({ text: 'One', to: { address: '77' } })
    const sent = telegram()
    await becomes(m.id, 'failed', 'delivery_unclear')
    expect(sent).toEqual([])
    await setDelivery(s.house, { partId: (await parts(m.id))[0]!.id, state: 'delivered' })
    await becomes(m.id, 'delivered')
  })

  it('stays here while the channel is off', async () => {
    const m = await say('One')
    await setChannelEnabled(s.ana, { channelId, enabled: false })
    const sent = telegram()
    await becomes(m.id, 'failed', 'channel_off')
    expect(sent).toEqual([])
    await refused('channel_off', [say('Two')])
  })

  it('says so when it was given up', async () => {
    const m = await say('One')
    await transaction((db) => db.update(jobs).set({ attempts: 119 }).returning())
    telegram({ class: 'retry', code: '500', message: 'away', retryAfterMs: 1 })
    await becomes(m.id, 'failed', 'delivery_gave_up')
    // Its job is dead; the agent's own retry brings it back.
    await worker?.stop()
    await retry(s.ana, { messageId: m.id })
    telegram()
    await becomes(m.id, 'sent')
  })
})

describe('a file that was deleted', () => {
  it.each(['its bytes', 'all of it'])('%s: the message plainly failed, and nothing was sent', async (what) => {
    const sent = telegram({ externalId: '77:1' })
    const id = await upload()
    const [file] = await (await reader()).select().from(attachments).where(eq(attachments.id, id))
    await worker?.stop()
    const m = await say('', [id])
    if (what === 'its bytes') await blobs.delete(file!.blobKey)
    else await transaction((db) => db.delete(attachments).where(eq(attachments.id, id)).returning())
    worker = startWorker({
      handlers: { deliver: deliverOver({ telegram: { type: 'telegram', settings: z.unknown(), send: async (p) => (sent.push(p), { externalId: '77:1' }) } }) },
      pollMs: 50,
    })
    await becomes(m.id, 'failed', 'file_gone')
    expect(sent).toEqual([])
  })

  it('while it is read for the call: the message plainly failed as well', async () => {
    const id = await upload()
    const [file] = await (await reader()).select().from(attachments).where(eq(attachments.id, id))
    const channel: Channel<unknown> = {
      type: 'telegram',
      settings: z.unknown(),
      async send(part) {
        await blobs.delete(file!.blobKey)
        await part.file?.open()
        return { externalId: 'never' }
      },
    }
    worker = startWorker({ handlers: { deliver: deliverOver({ telegram: channel }) }, pollMs: 50 })
    const m = await say('', [id])
    await becomes(m.id, 'failed', 'file_gone')
  })
})
