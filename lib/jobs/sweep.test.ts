import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { drafts } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { attachments } from '@/db/schema/messages'
import { invitations } from '@/db/schema/users'
import { limits } from '@/db/schema/workspaces'
import { blobs } from '@/lib/blobs'
import { ensureSweeps } from '@/lib/domain/jobs/schedule'
import { failMail } from '@/lib/domain/mail/fail'
import { note } from '@/lib/domain/messages/note'
import { receive } from '@/lib/domain/messages/receive'
import { key } from '@/lib/domain/testing/expect'
import { sweep } from './sweep'

const hour = 60 * 60_000
const ago = (hours: number) => new Date(Date.now() - hours * hour)

it('takes away loose uploads, old invitations and past limits, and nothing that somebody still needs', async () => {
  const [s, other] = [await makeScene(), await makeScene()]
  const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
  const [lost, shared] = [await blobs.put(Readable.from([Buffer.from('lost')])), await blobs.put(Readable.from([Buffer.from('shared')]))]
  const upload = async (name: string, hours: number, workspaceId = s.workspace.id, blobKey = name) =>
    transaction(
      async (db) =>
        (
          await db
            .insert(attachments)
            .values({ workspaceId, uploadedBy: `user:${s.ana.userId}`, name, type: 'a/b', size: 1, blobKey, createdAt: ago(hours) })
            .returning()
        )[0]!.id,
    )
  await upload('old', 25, s.workspace.id, lost.key)
  await upload('also shared', 25, s.workspace.id, shared.key)
  await upload('new', 23)
  await upload('elsewhere', 25, other.workspace.id)
  const [sent, drafted] = [await upload('sent', 25, s.workspace.id, shared.key), await upload('drafted', 25)]
  await note(s.ana, { conversationId, body: 'see file', clientKey: key(), attachmentIds: [sent] })
  await transaction(async (db) => {
    await db.insert(drafts).values({ conversationId, userId: s.ana.userId, body: 'x', attachmentIds: [drafted] })
    for (const [hash, hours] of [
      ['a', 31 * 24],
      ['b', 24],
    ] as const)
      await db.insert(invitations).values({ workspaceId: s.workspace.id, tokenHash: `${hash}${s.workspace.id}`, expiresAt: ago(hours) })
    await db.insert(limits).values([
      { key: 'past', n: 1, until: ago(1) },
      { key: 'now', n: 1, until: new Date(Date.now() + hour) },
    ])
  })
  const next = await sweep.run({
    job: { id: 1, workspaceId: s.workspace.id, kind: 'sweep', payload: {}, attempts: 1, leaseUntil: new Date() },
    stop: new AbortController().signal,
  })
  const db = await reader()
  expect((await db.select({ name: attachments.name }).from(attachments)).map((a) => a.name).toSorted()).toEqual(['drafted', 'elsewhere', 'new', 'sent'])
  expect(await blobs.get(lost.key)).toBeNull()
  const kept = await blobs.get(shared.key)
  expect(kept).not.toBeNull()
  kept?.destroy()
  expect(await db.select().from(invitations).where(eq(invitations.workspaceId, s.workspace.id))).toHaveLength(1)
  expect((await db.select({ key: limits.key }).from(limits)).map((l) => l.key)).toEqual(['now'])
  expect(next instanceof Date && next.getTime() > Date.now() + 20 * hour && next.getTime() < Date.now() + 28 * hour).toBe(true)
})

it('takes the bytes of mails that nobody tried again within a month, however many, and leaves those that wait for an admin', async () => {
  const [s, other] = [await makeScene(), await makeScene()]
  const failed = async (of: typeof s, days: number, more: { remote?: string } = {}) => {
    const { key: blob } = await blobs.put(Readable.from([Buffer.from('From: nina@cust.test')]))
    const name = `mail:${blob}`
    await failMail(
      { kind: 'channel', workspaceId: of.workspace.id, channelId: of.channel.id },
      { channelId: of.channel.id, key: name, at: Date.now(), blob, ...more, error: 'no luck' },
    )
    const createdAt = ago(days * 24)
    await transaction((db) => db.update(inboundEvents).set({ createdAt }).where(eq(inboundEvents.key, name)).returning())
    return { blob, row: async () => (await (await reader()).select().from(inboundEvents).where(eq(inboundEvents.key, name)))[0] }
  }
  const old: Awaited<ReturnType<typeof failed>>[] = []
  for (let n = 0; n < 201; n++) old.push(await failed(s, 31, n % 2 ? { remote: `m${n}` } : {}))
  const kept = [await failed(s, 29), await failed(other, 31)]
  const tried = await failed(s, 31)
  await transaction((db) =>
    db
      .update(inboundEvents)
      .set({ state: 'waiting' })
      .where(eq(inboundEvents.key, `mail:${tried.blob}`))
      .returning(),
  )
  await sweep.run({
    job: { id: 1, workspaceId: s.workspace.id, kind: 'sweep', payload: {}, attempts: 1, leaseUntil: new Date() },
    stop: new AbortController().signal,
  })
  for (const one of old) expect([await blobs.has(one.blob), (await one.row())?.raw, (await one.row())?.event]).toEqual([false, null, null])
  for (const one of [...kept, tried]) expect([await blobs.has(one.blob), (await one.row())?.raw]).toEqual([true, one.blob])
})

it('stands once for each workspace, and again when it died', async () => {
  const s = await makeScene()
  const mine = async () => (await reader()).select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id))
  await ensureSweeps(new Date())
  expect(await ensureSweeps(new Date())).toBe(0)
  expect(await mine()).toMatchObject([{ kind: 'sweep', key: `sweep:${s.workspace.id}`, state: 'ready' }])
  await transaction((db) => db.update(jobs).set({ state: 'dead', attempts: 5 }).where(eq(jobs.workspaceId, s.workspace.id)).returning())
  await ensureSweeps(new Date())
  expect(await mine()).toMatchObject([{ state: 'ready', attempts: 0 }])
})
