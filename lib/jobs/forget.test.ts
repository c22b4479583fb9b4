import { eq } from 'drizzle-orm'
import { expect, it } from 'vitest'
import { reader } from '@/db/client'
import { makeContact, makeScene } from '@/db/factories'
import { contactMerges } from '@/db/schema/contacts'
import { jobs } from '@/db/schema/events'
import { mergeContacts } from '@/lib/domain/contacts/merge'
import { removeContact } from '@/lib/domain/contacts/remove'
import { updateContact } from '@/lib/domain/contacts/update'
import { open } from '@/lib/domain/conversations/open'
import { receive } from '@/lib/domain/messages/receive'
import { eventsOf } from '@/lib/domain/testing/expect'
import { forget } from './forget'

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
