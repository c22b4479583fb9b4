import { asc, eq, inArray } from 'drizzle-orm'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeContact, makeScene } from '@/db/factories'
import { contactIdentities, contactMerges, contacts, visitors } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { contactTags, tags } from '@/db/schema/tags'
import type { Actor } from '../actor'
import { list } from '../conversations/list'
import { startCustomer } from '../conversations/start'
import { DomainError } from '../errors'
import { receive } from '../messages/receive'
import { reply } from '../messages/reply'
import { beginPart } from '../messages/send-parts'
import { eventsOf, key, refused } from '../testing/expect'
import { expectSound } from '../testing/recount'
import { begin } from '../visitors/begin'
import { timeline } from '../visitors/timeline'
import { write } from '../visitors/write'
import { findOrCreateContact } from './find-or-create'
import { getContact } from './get'
import { addIdentity, removeIdentity } from './identities'
import { listContacts } from './list'
import { mergeContacts } from './merge'
import { removeContact } from './remove'
import { keepApart, samePerson } from './same-person'
import { unmergeContacts } from './unmerge'
import { updateContact } from './update'

type Scene = Awaited<ReturnType<typeof makeScene>>

/** Everything that a merge may touch, as it lies; a version only ever rises. */
async function snapshot(workspaceId: number) {
  const db = await reader()
  const people = await db.select().from(contacts).where(eq(contacts.workspaceId, workspaceId)).orderBy(asc(contacts.id))
  const ids = people.map((c) => c.id)
  return {
    // When they last changed is another matter than what they are.
    people: people.map((c) => ({ ...c, updatedAt: null })),
    addresses: await db.select().from(contactIdentities).where(eq(contactIdentities.workspaceId, workspaceId)).orderBy(asc(contactIdentities.id)),
    browsers: await db.select().from(visitors).where(eq(visitors.workspaceId, workspaceId)).orderBy(asc(visitors.id)),
    tags: (await db.select().from(contactTags).where(inArray(contactTags.contactId, ids))).toSorted((a, b) => a.contactId - b.contactId || a.tagId - b.tagId),
    talks: (await db.select().from(conversations).where(eq(conversations.workspaceId, workspaceId)).orderBy(asc(conversations.id))).map((c) => ({
      ...c,
      version: 0,
      updatedAt: null,
    })),
    words: await db.select().from(messages).where(eq(messages.workspaceId, workspaceId)).orderBy(asc(messages.id)),
  }
}

const from = async (s: Scene, channelType: 'whatsapp' | 'sms' | 'email', address: string, name: string) =>
  (await findOrCreateContact(s.house, { channelType, address, name, verified: true })).id

async function phones(s: Scene) {
  const channel = await makeChannel(s.workspace.id, 'whatsapp')
  const by: Actor = { kind: 'channel', workspaceId: s.workspace.id, channelId: channel.id }
  const [a, b] = [await from(s, 'whatsapp', '+34600000001', 'Al'), await from(s, 'whatsapp', '+34600000002', 'Bo')]
  const says = async (address: string, body: string) =>
    receive(by, { channelId: channel.id, contactId: (await findOrCreateContact(s.house, { channelType: 'whatsapp', address })).id, body })
  return { channel, by, a, b, says }
}

describe('merging two contacts by hand', () => {
  it('shows both as one everywhere, and the id of the one that went leads to the other', async () => {
    const s = await makeScene()
    const { a, b, says, channel } = await phones(s)
    const [one, two] = [await says('+34600000001', 'from one'), await says('+34600000002', 'from two')]
    await updateContact(s.ana, { contactId: b, note: 'Pays late', company: 'Acme', fields: [{ name: 'Plan', value: 'Gold' }] })
    const { contact } = await mergeContacts(s.ana, { into: a, from: b, choice: { name: 'from' } })
    expect(contact).toMatchObject({ id: a, name: 'Bo', phone: '+34600000001', company: 'Acme', note: 'Pays late', fields: [{ name: 'Plan', value: 'Gold' }] })
    for (const contactId of [a, b]) {
      const seen = await getContact(s.ben, { contactId })
      expect(seen.contact.id).toBe(a)
      expect(seen.identities.map((i) => i.shown)).toEqual(['+34 600 00 00 01', '+34 600 00 00 02'])
      expect(seen.conversations.map((c) => c.id).toSorted((x, y) => x - y)).toEqual([one.conversationId, two.conversationId])
      expect((await list(s.ana, { contactId })).rows).toHaveLength(2)
    }
    expect((await list(s.ben, {})).rows.map((r) => [r.contactId, r.contactName])).toEqual([
      [a, 'Bo'],
      [a, 'Bo'],
    ])
    expect((await listContacts(s.ana, {})).contacts.map((c) => c.id)).toEqual([a, s.contact.id])
    expect((await listContacts(s.ana, { text: '+34 600 000 002' })).contacts.map((c) => c.id)).toEqual([a])
    // An edit under the old id is an edit of the survivor.
    expect(await updateContact(s.ben, { contactId: b, name: 'Bob' })).toMatchObject({ id: a, name: 'Bob' })
    const said = await eventsOf(s.workspace.id)
    expect(said.find((e) => e.kind === 'contact.merged')).toMatchObject({ actorKind: 'user', data: { from: b, into: a, name: 'Bo', isFinal: false } })
    const moved = said.filter((e) => e.conversationId === two.conversationId && e.kind === 'contact.changed').at(-2)
    expect(moved?.data.row).toMatchObject({ contactId: a, contactName: 'Bo' })
    await expectSound(s.workspace.id)
    expect(channel.type).toBe('whatsapp')
  })

  it('answers where the customer wrote from: each number keeps its own conversation and its own consent', async () => {
    const s = await makeScene()
    const { a, b, says, channel } = await phones(s)
    const [one, two] = [await says('+34600000001', 'from one'), await says('+34600000002', 'from two')]
    await mergeContacts(s.ana, { into: a, from: b })
    expect((await says('+34600000002', 'again from two')).conversationId).toBe(two.conversationId)
    expect((await says('+34600000001', 'again from one')).conversationId).toBe(one.conversationId)
    const to = async (conversationId: number) => {
      const m = await reply(s.ana, { conversationId, body: 'Hello', clientKey: key() })
      return (await beginPart(s.house, { messageId: m.id }))?.to.address
    }
    expect(await to(two.conversationId)).toBe('+34600000002')
    expect(await to(one.conversationId)).toBe('+34600000001')
    // Begun anew it goes to whom one spoke with last, or to the address that was chosen.
    const { identities } = await getContact(s.ana, { contactId: a })
    const fresh = await startCustomer(s.ana, { channelId: channel.id, contactId: a, identityId: identities[1]?.id, fresh: true })
    expect(await to(fresh.id)).toBe('+34600000002')
    expect((await startCustomer(s.ana, { channelId: channel.id, contactId: a })).id).toBe(fresh.id)
    await refused('not_found', [startCustomer(s.ana, { channelId: channel.id, contactId: a, identityId: 999_999_999 })])
  })

  it('gives nobody’s browser what was said in another', async () => {
    const s = await makeScene()
    const arrive = async () => (await begin(s.customer, { channelId: s.channel.id }))!.actor
    const [v, u] = [await arrive(), await arrive()]
    await write(v, { body: 'mine', key: key() })
    await write(u, { body: 'yours', key: key() })
    const { mergeId } = await mergeContacts(s.ana, { into: v.contactId, from: u.contactId })
    const bodies = async (who: typeof v) => (await timeline(who, {})).messages.map((m) => m.body)
    expect([await bodies(v), await bodies(u)]).toEqual([['mine'], ['yours']])
    await write(u, { body: 'and more', key: key() })
    expect([await bodies(v), await bodies(u)]).toEqual([['mine'], ['yours', 'and more']])
    expect((await list(s.ana, {})).rows.every((r) => r.contactId === v.contactId)).toBe(true)
    await unmergeContacts(s.ana, { mergeId: mergeId ?? 0 })
    expect([await bodies(v), await bodies(u)]).toEqual([['mine'], ['yours', 'and more']])
    expect((await getContact(s.ana, { contactId: u.contactId })).conversations).toHaveLength(1)
  })

  it('is for the team alone, within the workspace, and not with oneself', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const b = (await makeContact(s.workspace.id)).id
    await refused('not_found', [
      mergeContacts(s.ana, { into: s.contact.id, from: other.contact.id }),
      mergeContacts(other.ana, { into: s.contact.id, from: b }),
      mergeContacts(s.ana, { into: s.contact.id, from: 999_999_999 }),
    ])
    await refused('same_contact', [mergeContacts(s.ana, { into: b, from: b })])
    await refused('not_allowed', [mergeContacts(s.customer, { into: s.contact.id, from: b })])
    const { mergeId } = await mergeContacts(s.ben, { into: s.contact.id, from: b })
    await refused('not_found', [unmergeContacts(other.ana, { mergeId: mergeId ?? 0 })])
    expect(await mergeContacts(s.ana, { into: s.contact.id, from: b })).toMatchObject({ mergeId })
    await refused('not_found', [removeContact(other.ana, { contactId: b })])
    await removeContact(s.ana, { contactId: b })
    await refused('not_found', [unmergeContacts(s.ben, { mergeId: mergeId ?? 0 }), getContact(s.ana, { contactId: b })])
  })

  it('ten at once over three contacts and a message meanwhile end as one contact with everything', async () => {
    const s = await makeScene()
    const { a, b, says } = await phones(s)
    const c = await from(s, 'sms', '+34600000003', 'Cy')
    const tries = [a, b, c].flatMap((into) => [a, b, c].filter((x) => x !== into).map((x) => mergeContacts(s.ana, { into, from: x })))
    const arriving = Array.from({ length: 6 }, (_, i) => says(i % 2 ? '+34600000001' : '+34600000002', `m${i}`))
    await Promise.all([...tries, ...arriving])
    const roots = (await snapshot(s.workspace.id)).people.filter((p) => p.mergedInto === null && p.id !== s.contact.id)
    expect(roots).toHaveLength(1)
    const seen = await getContact(s.ana, { contactId: c })
    expect(seen.contact.id).toBe(roots[0]?.id)
    expect(seen.identities).toHaveLength(3)
    // Two numbers, two conversations, whichever was first: the merge or the message.
    expect(seen.conversations).toHaveLength(2)
    await expectSound(s.workspace.id)
  })
})

describe('taking a merge back', () => {
  it('leaves with each what came meanwhile, and what somebody changed since', async () => {
    const s = await makeScene()
    const { a, b, says } = await phones(s)
    await says('+34600000001', 'one')
    await updateContact(s.ana, { contactId: b, company: 'Acme', note: 'Pays late' })
    const { mergeId } = await mergeContacts(s.ana, { into: a, from: b })
    // The first word of the second number comes only now.
    const late = await says('+34600000002', 'two')
    await updateContact(s.ben, { contactId: a, note: 'Pays late, but pays' })
    const undone = await unmergeContacts(s.ben, { mergeId: mergeId ?? 0 })
    expect(undone.into).toMatchObject({ id: a, name: 'Al', company: '', note: 'Pays late, but pays' })
    expect(undone.from).toMatchObject({ id: b, name: 'Bo', company: 'Acme', note: 'Pays late' })
    expect((await getContact(s.ana, { contactId: b })).conversations.map((c) => [c.id, c.contactName])).toEqual([[late.conversationId, 'Bo']])
    expect((await says('+34600000002', 'three')).conversationId).toBe(late.conversationId)
    expect((await getContact(s.ana, { contactId: a })).conversations).toHaveLength(1)
    // A second time is quiet.
    const before = (await eventsOf(s.workspace.id)).length
    await unmergeContacts(s.ana, { mergeId: mergeId ?? 0 })
    expect(await eventsOf(s.workspace.id)).toHaveLength(before)
    await expectSound(s.workspace.id)
  })

  it('waits for a later merge to be taken back first', async () => {
    const s = await makeScene()
    const { a, b } = await phones(s)
    const c = await from(s, 'sms', '+34600000003', 'Cy')
    const first = (await mergeContacts(s.ana, { into: a, from: b })).mergeId ?? 0
    const second = (await mergeContacts(s.ana, { into: c, from: a })).mergeId ?? 0
    await refused('merge_covered', [unmergeContacts(s.ana, { mergeId: first })])
    expect((await samePerson(s.ana, { contactId: b })).merges.map((m) => [m.id, m.canUndo])).toEqual([[second, true]])
    await unmergeContacts(s.ana, { mergeId: second })
    expect((await getContact(s.ana, { contactId: b })).contact.id).toBe(a)
    await unmergeContacts(s.ana, { mergeId: first })
    expect((await getContact(s.ana, { contactId: b })).contact.id).toBe(b)
  })

  const step = fc.record({ what: fc.nat(9), a: fc.nat(3), b: fc.nat(3), n: fc.nat(4) })
  type Step = { what: number; a: number; b: number; n: number }

  /** Four people with addresses, a browser, tags; and what random steps do with them. `isMerging` false: all but the merges. */
  async function world(steps: readonly Step[], isMerging: boolean) {
    const s = await makeScene()
    const wa = await makeChannel(s.workspace.id, 'whatsapp')
    const visitor = (await begin(s.customer, { channelId: s.channel.id }))!.actor
    const numbers = ['+34600000001', '+34600000002', '+34600000003']
    const people = [visitor.contactId]
    for (const [i, n] of numbers.entries()) people.push(await from(s, 'whatsapp', n, `P${i}`))
    const tagIds = await transaction(async (db) => {
      const made = await db
        .insert(tags)
        .values([1, 2].map((i) => ({ workspaceId: s.workspace.id, name: `t${i}` })))
        .returning()
      await db.insert(contactTags).values([0, 1].map((i) => ({ contactId: people[i]!, tagId: made[i]!.id })))
      return made.map((t) => t.id)
    })
    for (const [i, p] of people.entries())
      await updateContact(s.ana, { contactId: p, note: i % 2 ? `note ${i}` : '', fields: i > 1 ? [{ name: 'Plan', value: `p${i}` }] : [] })
    const says = (i: number, body: string) =>
      i === 0
        ? write(visitor, { body, key: key() })
        : receive({ kind: 'channel', workspaceId: s.workspace.id, channelId: wa.id }, { channelId: wa.id, contactId: people[i]!, body })
    const merges: number[] = []
    const before = await snapshot(s.workspace.id)
    for (const [i, { what, a, b, n }] of steps.entries()) {
      const quiet = (e: unknown) => {
        if (!(e instanceof DomainError)) throw e
      }
      if (what < 4 && isMerging && a !== b) {
        const done = await mergeContacts(s.ana, { into: people[a]!, from: people[b]!, choice: n % 2 ? { name: 'from' } : {} }).catch(quiet)
        if (done?.mergeId && !merges.includes(done.mergeId)) merges.push(done.mergeId)
      }
      if (what === 4 && isMerging && merges.length > 0) await unmergeContacts(s.ana, { mergeId: merges[n % merges.length]! }).catch(quiet)
      if (what > 4) await says(a, `m${i}`)
    }
    for (const mergeId of merges.toReversed()) await unmergeContacts(s.ana, { mergeId })
    await expectSound(s.workspace.id)
    return { s, before, tagIds, people }
  }

  it('is as if it had never been, whatever was merged into what', { timeout: 120_000 }, async () => {
    const end = Date.now() + 10_000
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        if (Date.now() > end) return
        const { s, before } = await world(
          steps.filter((x) => x.what <= 4),
          true,
        )
        expect(await snapshot(s.workspace.id)).toEqual(before)
      }),
      { numRuns: 25 },
    )
  })

  it('leaves what came meanwhile exactly where it would be without', { timeout: 120_000 }, async () => {
    const end = Date.now() + 10_000
    const shape = async ({ s, people, tagIds }: Awaited<ReturnType<typeof world>>) => {
      const at = await snapshot(s.workspace.id)
      const who = (id: number | null) => (id === null ? null : people.indexOf(id))
      return {
        people: at.people.map((p) => [who(p.id), p.name.startsWith('Visitor') ? '' : p.name.replace(/^Customer.*/, ''), p.note, p.fields, p.mergedInto]),
        addresses: at.addresses.map((i) => [who(i.contactId), i.address]),
        tags: at.tags.map((t) => [who(t.contactId), tagIds.indexOf(t.tagId)]),
        talks: at.talks.map((c) => [who(c.contactId), c.sideId, c.current, c.status, c.lastIndex]),
        words: at.words.map((m) => [who(m.contactId), m.index, m.body]),
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), async (steps) => {
        if (Date.now() > end) return
        expect(await shape(await world(steps, true))).toEqual(await shape(await world(steps, false)))
      }),
      { numRuns: 25 },
    )
  })

  it('moves hundreds of conversations at once and back', { timeout: 60_000 }, async () => {
    const s = await makeScene()
    const { a, b, channel } = await phones(s)
    await transaction(async (db) => {
      for (let i = 0; i < 700; i++)
        await db
          .insert(conversations)
          .values({ workspaceId: s.workspace.id, kind: 'customer', channelId: channel.id, channelType: 'whatsapp', contactId: b, status: 'closed' })
    })
    const owned = async (contactId: number) =>
      (await (await reader()).select({ id: conversations.id }).from(conversations).where(eq(conversations.contactId, contactId))).length
    const { mergeId } = await mergeContacts(s.ana, { into: a, from: b })
    expect([await owned(a), await owned(b)]).toEqual([700, 0])
    const { conversations: shown, next } = await getContact(s.ana, { contactId: a })
    expect([shown.length, next !== null]).toEqual([20, true])
    await unmergeContacts(s.ana, { mergeId: mergeId ?? 0 })
    expect([await owned(a), await owned(b)]).toEqual([0, 700])
  })
})

describe('addresses written down by hand', () => {
  it('lead to the contact, are checked, and say whose they are when they are another’s', async () => {
    const s = await makeScene()
    const { a, b, says } = await phones(s)
    const made = await addIdentity(s.ana, { contactId: a, channelType: 'whatsapp', address: '+34 600 000 003' })
    expect(made).toMatchObject({ address: '+34600000003', shown: '+34 600 00 00 03', verified: false })
    const told = await says('+34600000003', 'my other phone')
    expect((await getContact(s.ana, { contactId: a })).conversations.map((c) => c.id)).toEqual([told.conversationId])
    await addIdentity(s.ana, { contactId: a, channelType: 'email', address: 'Al@X.example' })
    expect((await getContact(s.ana, { contactId: a })).contact.email).toBe('al@x.example')
    expect((await listContacts(s.ana, {})).contacts).toHaveLength(3)
    await expect(addIdentity(s.ana, { contactId: b, channelType: 'email', address: 'al@x.example' })).rejects.toMatchObject({
      reason: 'address_taken',
      data: { contactId: a, name: 'Al' },
    })
    await refused('bad_phone', [
      addIdentity(s.ana, { contactId: b, channelType: 'sms', address: '600 000 000' }),
      updateContact(s.ana, { contactId: b, phone: '600 000 000' }),
    ])
    await refused('bad_address', [addIdentity(s.ana, { contactId: b, channelType: 'email', address: 'nobody' })])
    expect(await updateContact(s.ana, { contactId: b, phone: '0034 600 000 009' })).toMatchObject({
      phone: '+34600000009',
      phoneRaw: '0034 600 000 009',
      phoneShown: '+34 600 00 00 09',
    })
    await removeIdentity(s.ana, { contactId: a, identityId: made.id })
    await refused('not_found', [removeIdentity(s.ana, { contactId: a, identityId: made.id }), removeIdentity(s.ana, { contactId: b, identityId: made.id })])
    expect((await says('+34600000003', 'somebody new')).conversationId).not.toBe(told.conversationId)
  })

  it('stay where a customer asked for no more messages', async () => {
    const s = await makeScene()
    const { a } = await phones(s)
    const [identity] = (await getContact(s.ana, { contactId: a })).identities
    await transaction((db) =>
      db
        .update(contactIdentities)
        .set({ consent: 'opted_out' })
        .where(eq(contactIdentities.id, identity?.id ?? 0)),
    )
    await refused('address_kept', [removeIdentity(s.ana, { contactId: a, identityId: identity?.id ?? 0 })])
  })

  it('an edit does not overwrite what another wrote meanwhile, unless it says the same', async () => {
    const s = await makeScene()
    const contactId = s.contact.id
    await updateContact(s.ben, { contactId, company: 'Acme' })
    await expect(updateContact(s.ana, { contactId, company: 'Globex', seen: { company: '' } })).rejects.toMatchObject({
      reason: 'contact_changed',
      data: { fields: ['company'], contact: { company: 'Acme' } },
    })
    expect(await updateContact(s.ana, { contactId, company: 'Acme', name: 'Zoë', seen: { company: '', name: s.contact.name } })).toMatchObject({
      company: 'Acme',
      name: 'Zoë',
    })
    await refused('bad_input', [
      updateContact(s.ana, { contactId, timeZone: 'Mars/Olympus' }),
      updateContact(s.ana, { contactId, language: 'not a language' }),
      updateContact(s.ana, {
        contactId,
        fields: [
          { name: 'Plan', value: '1' },
          { name: 'plan', value: '2' },
        ],
      }),
    ])
    expect(await updateContact(s.ana, { contactId, timeZone: 'Europe/Madrid', language: 'es' })).toMatchObject({ timeZone: 'Europe/Madrid', language: 'es' })
  })
})

describe('who may be the same person', () => {
  it('is told by one email or number on two contacts, and acted on by nobody', async () => {
    const s = await makeScene()
    const { a, b } = await phones(s)
    const sms = await from(s, 'sms', '+34600000001', 'Al by text')
    await updateContact(s.ana, { contactId: b, email: 'zoe@x.example' })
    const claims = await makeContact(s.workspace.id)
    await transaction((db) => db.update(contacts).set({ email: 'zoe@x.example' }).where(eq(contacts.id, claims.id)))
    const told = async (contactId: number) => (await samePerson(s.ana, { contactId })).suggestions.map((x) => [x.contact.id, x.kind, x.isProven])
    expect(await told(a)).toEqual([[sms, 'phone', true]])
    expect(await told(sms)).toEqual([[a, 'phone', true]])
    expect(await told(b)).toEqual([[claims.id, 'email', false]])
    expect(await told(s.contact.id)).toEqual([])
    expect(await (await reader()).select().from(contactMerges).where(eq(contactMerges.workspaceId, s.workspace.id))).toEqual([])
    await keepApart(s.ana, { contactId: b, otherId: claims.id })
    await keepApart(s.ben, { contactId: claims.id, otherId: b })
    expect([await told(b), await told(claims.id)]).toEqual([[], []])
    const { mergeId } = await mergeContacts(s.ana, { into: a, from: sms })
    expect(await told(a)).toEqual([])
    await unmergeContacts(s.ana, { mergeId: mergeId ?? 0 })
    // Parted again: not offered a second time.
    expect(await told(a)).toEqual([])
  })
})
