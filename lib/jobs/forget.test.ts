import '@/lib/api/testing/data-dir'
import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeContact, makeScene } from '@/db/factories'
import { contactMerges, contacts } from '@/db/schema/contacts'
import { drafts } from '@/db/schema/conversations'
import { events, jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { messageRefs } from '@/db/schema/mail'
import { messageParts, messages } from '@/db/schema/messages'
import { webhookDeliveries } from '@/db/schema/programs'
import { formats } from '@/lib/api/webhook-formats'
import { blobs } from '@/lib/blobs'
import { emailSettings } from '@/lib/channels/email/settings'
import { close } from '@/lib/domain/conversations/close'
import { reply } from '@/lib/domain/messages/reply'
import { createWebhook } from '@/lib/domain/webhooks/create'
import { plan } from '@/lib/domain/webhooks/plan'
import { mergeContacts } from '@/lib/domain/contacts/merge'
import { removeContact } from '@/lib/domain/contacts/remove'
import { updateContact } from '@/lib/domain/contacts/update'
import { open } from '@/lib/domain/conversations/open'
import { receive } from '@/lib/domain/messages/receive'
import { eventsOf } from '@/lib/domain/testing/expect'
import { forget } from './forget'
import { takeIn } from './mail-intake'

it('takes the name of who was forgotten out of the log, and nobody else’s', async () => {
  const s = await makeScene()
  const [zoe, other] = [s.contact.id, (await makeContact(s.workspace.id, { name: 'Somebody Else' })).id]
  const side = (await makeContact(s.workspace.id, { name: 'Zoé by mail' })).id
  const said = await receive(s.customer, { channelId: s.channel.id, contactId: zoe, body: 'What was said stays' })
  await receive(s.customer, { channelId: s.channel.id, contactId: other, body: 'Hello' })
  await updateContact(s.ana, { contactId: zoe, name: 'Zoë Zimmer' })
  await updateContact(s.ana, { contactId: side, email: 'zoe@mail.test', note: 'Afraid of dogs' })
  await mergeContacts(s.ana, { into: zoe, from: side })
  await removeContact(s.ana, { contactId: side })
  const db = await reader()
  expect(JSON.stringify(await db.select().from(contactMerges))).not.toMatch(/zoe@mail|dogs/)
  const [job] = await db
    .select()
    .from(jobs)
    .where(eq(jobs.key, `forget:${zoe}`))
  expect(JSON.stringify(await eventsOf(s.workspace.id))).toContain('Zoë Zimmer')
  const run = () => forget.run({ job: { ...job!, leaseUntil: new Date() }, stop: new AbortController().signal })
  await run()
  const log = await eventsOf(s.workspace.id)
  const text = JSON.stringify(log)
  for (const gone of ['Zoë Zimmer', 'Zoé by mail', s.contact.name]) expect(text).not.toContain(gone)
  expect(text).toContain('Somebody Else')
  expect(log.find((e) => e.conversationId === said.conversationId && e.data.row)?.data.row).toMatchObject({ contactName: '—' })
  await run()
  expect(JSON.stringify(await eventsOf(s.workspace.id))).toBe(text)
  // The conversation is there without its customer.
  expect(await open(s.ben, { conversationId: said.conversationId })).toMatchObject({ contact: null, details: { row: { contactName: '—' } } })
})

it('takes a customer of mail out of every table and every source at once, and leaves what was said', async () => {
  const s = await makeScene()
  const settings = emailSettings.parse({ address: 'support@us.test' })
  const channel = await makeChannel(s.workspace.id, 'email', { settings })
  const hook = await createWebhook(s.ana, { form: 'sendseven', url: 'https://program.test/hook' })
  const raw = (from: string, words: string) =>
    Buffer.from(
      `From: ${from}\r\nTo: support@us.test\r\nCc: Nina Home <nina.home@cust.test>\r\nSubject: Printer\r\nMessage-ID: <${crypto.randomUUID()}@x.test>\r\nContent-Type: text/html\r\n\r\n<p>${words}</p><p>On Monday nina@cust.test wrote:</p><blockquote>x</blockquote>`,
    )
  const take = (from: string, words: string) => takeIn(s.workspace.id, channel.id, settings, { raw: raw(from, words) })
  const { conversationId } = await take('Nina Moss <nina@cust.test>', 'It smokes')
  const other = await take('Olaf Berg <olaf@cust.test>', 'Mine as well')
  await reply(s.ana, { conversationId: conversationId!, body: 'Pull the plug', clientKey: crypto.randomUUID() })
  const db = await reader()
  const [answer] = await db.select().from(messages).where(eq(messages.body, 'Pull the plug'))
  const refused = 'It arrived, but not at nina@cust.test (550 no such person)'
  const broken = await blobs.put(
    (async function* () {
      yield Buffer.from('From: nina@cust.test\r\n\r\nbroken')
    })(),
  )
  const came = { workspaceId: s.workspace.id, channelId: channel.id, lane: 'x', type: 'message', at: new Date() }
  await transaction(async (tx) => {
    await tx.update(messages).set({ deliveryError: refused }).where(eq(messages.id, answer!.id))
    await tx.update(messageParts).set({ error: refused }).where(eq(messageParts.messageId, answer!.id))
    await tx
      .insert(drafts)
      .values({ conversationId: conversationId!, userId: s.ana.userId, body: 'and then', more: { mail: { to: [{ address: 'nina@cust.test', name: '' }] } } })
    await tx.insert(inboundEvents).values([
      { ...came, key: 'one', state: 'done', event: { from: { address: 'NINA@cust.test' } }, raw: '{"from":"nina@cust.test"}' },
      { ...came, key: 'two', state: 'failed', event: null, raw: broken.key, error: 'nobody understood it' },
      { ...came, key: 'three', state: 'done', event: { from: { address: 'olaf@cust.test' } }, raw: '{"from":"olaf@cust.test"}' },
    ])
  })
  await plan(hook.id, formats)
  const [contact] = await db.select().from(contacts).where(eq(contacts.email, 'nina@cust.test'))
  const [mail] = await db.select().from(messages).where(eq(messages.conversationId, conversationId!))
  await removeContact(s.ana, { contactId: contact!.id })
  await close(s.ana, { conversationId: other.conversationId! })
  const [job] = await db
    .select()
    .from(jobs)
    .where(eq(jobs.key, `forget:${contact!.id}`))
  await forget.run({ job: { ...job!, leaseUntil: new Date() }, stop: new AbortController().signal })
  await transaction((tx) => tx.delete(jobs).where(eq(jobs.id, job!.id)).returning())

  const everything: Record<string, unknown[]> = {
    contacts: await db.select().from(contacts).where(eq(contacts.workspaceId, s.workspace.id)),
    messages: await db.select().from(messages).where(eq(messages.workspaceId, s.workspace.id)),
    parts: await db.select().from(messageParts),
    drafts: await db.select().from(drafts),
    events: await db.select().from(events).where(eq(events.workspaceId, s.workspace.id)),
    inbound: await db.select().from(inboundEvents).where(eq(inboundEvents.workspaceId, s.workspace.id)),
    deliveries: await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, hook.id)),
    jobs: await db.select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id)),
  }
  // What another customer’s own mail says of them is that customer’s.
  const theirs = everything.messages!.filter((m) => JSON.stringify(m).includes('"conversationId":' + String(other.conversationId)))
  expect(theirs).not.toEqual([])
  everything.messages = everything.messages!.filter((m) => !theirs.includes(m))
  everything.events = everything.events!.filter((e) => !JSON.stringify(e).includes(`"conversationId":${other.conversationId}`))
  everything.deliveries = everything.deliveries!.filter((e) => !JSON.stringify(e).includes(`"conversationId":${other.conversationId}`))
  for (const [table, rows] of Object.entries(everything)) expect([table, /nina|moss/i.exec(JSON.stringify(rows))?.[0]]).toEqual([table, undefined])
  expect(JSON.stringify(everything.inbound)).toContain('olaf@cust.test')
  for (const key of [mail!.meta.mail!.raw!, mail!.meta.mail!.content!, broken.key]) expect(await blobs.get(key)).toBeNull()
  const after = await db.select().from(messages).where(eq(messages.conversationId, conversationId!))
  expect(after.map((m) => [m.body.includes('smokes') || m.body === 'Pull the plug', m.meta.mail?.subject.includes('Printer') ?? true])).toEqual(
    after.map(() => [true, true]),
  )
  // The mailbox read once more brings nothing back.
  expect((await db.select().from(messageRefs).where(eq(messageRefs.conversationId, conversationId!))).every((r) => r.ref.startsWith('#'))).toBe(true)
  expect((await open(s.ana, { conversationId: conversationId! })).contact).toBeNull()
  // That they are gone is still told.
  await plan(hook.id, formats)
  expect((await db.select().from(webhookDeliveries).where(eq(webhookDeliveries.webhookId, hook.id))).map((d) => d.kind)).toContain('contact.deleted')
})
