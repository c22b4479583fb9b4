import { and, eq, isNull } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader } from '@/db/client'
import { makeScene } from '@/db/factories'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { archive } from '../conversations/archive'
import { list } from '../conversations/list'
import { receive } from '../messages/receive'
import { eventsOf, kindsOf, refused } from '../testing/expect'
import { findOrCreateContact } from './find-or-create'
import { getContact } from './get'
import { listContacts } from './list'
import { updateContact } from './update'

const visitorOf = (s: Awaited<ReturnType<typeof makeScene>>) =>
  ({ kind: 'visitor', workspaceId: s.workspace.id, channelId: s.channel.id, contactId: s.contact.id, visitorId: 1 }) as const

describe('finding or making a contact', () => {
  it('gives twenty at once the same one and leaves no other behind', async () => {
    const s = await makeScene()
    const found = await Promise.all(
      Array.from({ length: 20 }, () => findOrCreateContact(s.customer, { channelType: 'telegram', scope: 'bot', address: '77', name: 'Zoë' })),
    )
    expect(new Set(found.map((c) => c.id)).size).toBe(1)
    expect(found.filter((c) => c.made)).toHaveLength(1)
    const orphans = await (
      await reader()
    )
      .select({ id: contacts.id })
      .from(contacts)
      .leftJoin(contactIdentities, eq(contactIdentities.contactId, contacts.id))
      .where(and(eq(contacts.workspaceId, s.workspace.id), isNull(contactIdentities.id)))
    expect(orphans.map((c) => c.id)).toEqual([s.contact.id])
    expect(await kindsOf(s.workspace.id)).toEqual(['contact.changed'])
  })

  it('tells scopes, types and workspaces apart, and one email from no other spelling of it', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const a = await findOrCreateContact(s.customer, { channelType: 'email', address: 'Zoe@Shop.example' })
    expect(a).toMatchObject({ name: 'zoe@shop.example', email: 'zoe@shop.example', made: true })
    expect((await findOrCreateContact(s.house, { channelType: 'email', address: 'zoe@shop.EXAMPLE' })).id).toBe(a.id)
    const others = [
      await findOrCreateContact(other.customer, { channelType: 'email', address: 'zoe@shop.example' }),
      await findOrCreateContact(s.customer, { channelType: 'messenger', scope: 'p1', address: 'zoe@shop.example' }),
      await findOrCreateContact(s.customer, { channelType: 'messenger', scope: 'p2', address: 'zoe@shop.example' }),
    ]
    expect(new Set([a, ...others].map((c) => c.id)).size).toBe(4)
  })

  it('fills what was empty, overwrites nothing and is quiet the second time', async () => {
    const s = await makeScene()
    const at = { channelType: 'whatsapp', address: '+34600000000' } as const
    await findOrCreateContact(s.customer, at)
    expect(await findOrCreateContact(s.customer, { ...at, name: 'Zoë', email: 'z@x.example' })).toMatchObject({
      name: 'Zoë',
      email: 'z@x.example',
      phone: '+34600000000',
      made: false,
    })
    const before = await kindsOf(s.workspace.id)
    expect(await findOrCreateContact(s.customer, { ...at, name: 'Other', email: 'other@x.example', phone: '1' })).toMatchObject({
      name: 'Zoë',
      email: 'z@x.example',
      phone: '+34600000000',
    })
    expect(await kindsOf(s.workspace.id)).toEqual(before)
  })

  it('is not for visitors', async () => {
    const s = await makeScene()
    await refused('not_allowed', [findOrCreateContact(visitorOf(s), { channelType: 'email', address: 'boss@x.example' })])
  })
})

describe('changing a contact', () => {
  it('says so once, and the rows of its conversations carry the new name', async () => {
    const s = await makeScene()
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const before = (await list(s.ana, {})).rows[0]
    await updateContact(s.ana, { contactId: s.contact.id, name: 'Zoë', email: 'Z@x.example', phone: '', note: 'VIP' })
    const said = (await eventsOf(s.workspace.id)).filter((e) => e.kind === 'contact.changed')
    expect(said.map((e) => [e.conversationId, e.data.name])).toEqual([
      [null, 'Zoë'],
      [conversationId, 'Zoë'],
    ])
    expect(said[1]?.data.row).toMatchObject({ contactName: 'Zoë', version: (before?.version ?? 0) + 1 })
    expect((await list(s.ben, {})).rows[0]).toMatchObject({ contactName: 'Zoë', version: (before?.version ?? 0) + 1, lastActivityAt: before?.lastActivityAt })
    await updateContact(s.ana, { contactId: s.contact.id, name: 'Zoë', email: 'z@x.example', phone: null })
    expect((await eventsOf(s.workspace.id)).filter((e) => e.kind === 'contact.changed')).toHaveLength(2)
    // The address a colleague wrote down leads mail from there to this contact.
    expect((await findOrCreateContact(s.house, { channelType: 'email', address: 'z@x.example' })).id).toBe(s.contact.id)
    expect(await updateContact(s.ana, { contactId: s.contact.id, email: '' })).toMatchObject({ email: null })
  })

  it('by a visitor stays with themselves and merges nobody', async () => {
    const s = await makeScene()
    const rich = await findOrCreateContact(s.house, { channelType: 'email', address: 'rich@x.example' })
    const me = visitorOf(s)
    await refused('not_found', [updateContact(me, { contactId: rich.id, name: 'x' }), updateContact(me, { contactId: s.contact.id, note: 'x' })])
    expect(await updateContact(me, { contactId: s.contact.id, name: 'Zoë', email: 'new@x.example' })).toMatchObject({ email: 'new@x.example' })
    expect((await findOrCreateContact(s.house, { channelType: 'email', address: 'new@x.example' })).id).not.toBe(s.contact.id)
    await refused('not_allowed', [getContact(me, { contactId: s.contact.id }), listContacts(me, {})])
  })
})

describe('reading contacts', () => {
  it('shows one with addresses and every conversation, also what I archived', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const c = await findOrCreateContact(s.house, { channelType: 'email', address: 'zoe@x.example', name: 'Zoë' })
    const { conversationId } = await receive(s.customer, { channelId: s.channel.id, contactId: c.id, body: 'Hello' })
    await archive(s.ana, { conversationId })
    const seen = await getContact(s.ana, { contactId: c.id })
    expect(seen).toMatchObject({ contact: { name: 'Zoë' }, identities: [{ address: 'zoe@x.example' }], conversations: [{ id: conversationId, me: { archived: true } }] })
    await refused('not_found', [
      getContact(other.ana, { contactId: c.id }),
      updateContact(other.ana, { contactId: c.id, name: 'x' }),
      getContact(s.ana, { contactId: 999_999_999 }),
    ])
  })

  it('pages through them by name, and finds by the beginnings of words', async () => {
    const s = await makeScene()
    for (const [i, name] of ['Bo', 'Al', 'Al', 'Cy', '100%'].entries()) await findOrCreateContact(s.house, { channelType: 'sms', address: `+100${i}`, name })
    const seen: string[] = []
    for (let cursor: string | undefined, n = 0; n < 10; n++) {
      const page = await listContacts(s.ana, { limit: 2, cursor })
      seen.push(...page.contacts.map((c) => c.name))
      if (!page.next) break
      cursor = page.next
    }
    expect(seen).toEqual(['100%', 'Al', 'Al', 'Bo', s.contact.name, 'Cy'])
    expect((await listContacts(s.ana, { text: 'AL' })).contacts.map((c) => c.name)).toEqual(['Al', 'Al'])
    expect((await listContacts(s.ana, { text: '+1003' })).contacts.map((c) => c.name)).toEqual(['Cy'])
    await refused('bad_cursor', [listContacts(s.ana, { cursor: 'nonsense' })])
  })
})
