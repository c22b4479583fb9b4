import { and, asc, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { inboundEvents } from '@/db/schema/inbound'
import { messages } from '@/db/schema/messages'
import { getContact } from '../contacts/get'
import { mergeContacts } from '../contacts/merge'
import { samePerson } from '../contacts/same-person'
import { unmergeContacts } from '../contacts/unmerge'
import { list } from '../conversations/list'
import { refused } from '../testing/expect'
import { expectSound } from '../testing/recount'
import type { Incoming, Party } from './event'
import { laneOf } from './lane'
import { storeInbound } from './store'
import { workOff } from './work-off'

async function whatsapp() {
  const s = await makeScene()
  let n = 0
  const connect = async () => {
    const channel = await makeChannel(s.workspace.id, 'whatsapp')
    const by = { kind: 'channel', workspaceId: s.workspace.id, channelId: channel.id } as const
    const told = async (e: Record<string, unknown> & { type: string }) => {
      n++
      await storeInbound(by, { channelId: channel.id, entries: [{ key: `k${n}`, at: 1_700_000_000_000 + n * 1000, ...e } as Incoming] })
      await workOff(laneOf(channel.id), 1e9)
    }
    return {
      channel,
      says: (body: string, from: Party) => told({ type: 'message', externalId: `wamid.${n}.${body}`, from, text: body }),
      moves: (previous: string, current: Party) => told({ type: 'identity', previous, current }),
    }
  }
  const db = await reader()
  const names = async () =>
    (await db.select().from(contactIdentities).where(eq(contactIdentities.workspaceId, s.workspace.id)).orderBy(asc(contactIdentities.address))).map((i) => i.address)
  /** What each conversation holds. */
  const talks = async () => {
    const { rows } = await list(s.ana, { status: 'any' })
    const said = await Promise.all(
      rows.map(async (r) => (await db.select().from(messages).where(eq(messages.conversationId, r.id)).orderBy(asc(messages.index))).map((m) => m.body).join()),
    )
    expect(
      (
        await db
          .select()
          .from(inboundEvents)
          .where(and(eq(inboundEvents.workspaceId, s.workspace.id), eq(inboundEvents.state, 'failed')))
      ).map((e) => e.error),
    ).toEqual([])
    await expectSound(s.workspace.id)
    return said.toSorted()
  }
  const people = async () => new Set((await list(s.ana, { status: 'any' })).rows.map((r) => r.contactId)).size
  return { s, connect, names, talks, people, ...(await connect()) }
}

describe('a customer whose names change', () => {
  it('goes on in the same conversation under a new number, and the old one is whoever’s who gets it next', async () => {
    const { says, moves, talks, names, people } = await whatsapp()
    await says('one', { address: '111111111', aliases: ['US.1'] })
    await moves('111111111', { address: '222222222', aliases: ['US.2'] })
    await moves('US.1', { address: 'US.2' })
    await says('two', { address: '222222222', aliases: ['US.2'] })
    expect(await talks()).toEqual(['one,two'])
    expect(await names()).toEqual(['+222222222', 'US.2'])
    await says('somebody else', { address: '111111111', aliases: ['US.9'] })
    expect(await talks()).toEqual(['one,two', 'somebody else'])
    expect(await people()).toBe(2)
  })

  it('is one contact when both names already wrote as two: in whichever order we hear', async () => {
    const { s, says, moves, talks, people } = await whatsapp()
    await says('old', { address: '111111111', aliases: ['US.1'] })
    await says('new', { address: '222222222', aliases: ['US.2'] })
    expect(await people()).toBe(2)
    const before = (await list(s.ana, {})).rows.map((r) => r.contactId ?? 0)
    await moves('111111111', { address: '222222222', aliases: ['US.2'] })
    expect(await people()).toBe(1)
    await says('on', { address: '222222222', aliases: ['US.2'] })
    expect(await talks()).toEqual(['new,on', 'old'])
    // Both ids lead to the one that stayed, and the provider's word is not a colleague's to take back.
    const shown = await Promise.all(before.map(async (contactId) => (await getContact(s.ana, { contactId })).contact.id))
    expect(new Set(shown).size).toBe(1)
    const { merges } = await samePerson(s.ana, { contactId: shown[0] ?? 0 })
    expect(merges).toMatchObject([{ state: 'settled', canUndo: false, userId: null }])
    await refused('merge_final', [unmergeContacts(s.ana, { mergeId: merges[0]?.id ?? 0 })])
  })

  it('keeps a lasting name that is renewed, known or not', async () => {
    const { says, moves, talks, names } = await whatsapp()
    await says('one', { address: 'US.1' })
    await moves('US.1', { address: 'US.2' })
    await says('two', { address: 'US.2' })
    await moves('US.7', { address: 'US.8' })
    expect(await talks()).toEqual(['one,two'])
    expect(await names()).toEqual(['US.2', 'US.8'])
  })

  it('is one when a number and a lasting name that wrote apart come together', async () => {
    const { says, talks, people, names } = await whatsapp()
    await says('by number', { address: '111111111' })
    await says('by name', { address: 'US.1', aliases: ['US.ENT.1'] })
    expect(await people()).toBe(2)
    await says('by both', { address: '111111111', aliases: ['US.1', 'US.ENT.1'] })
    expect(await people()).toBe(1)
    expect(await talks()).toHaveLength(2)
    expect(await names()).toEqual(['+111111111', 'US.1', 'US.ENT.1'])
  })
})

describe('a number that went to somebody else', () => {
  it('shows the new holder nothing of the former: another lasting name on the same number is another person', async () => {
    const { s, says, talks, people, names } = await whatsapp()
    await says('mine', { address: '111111111', aliases: ['US.1'], name: 'Al' })
    await says('who was here?', { address: '111111111', aliases: ['US.9'], name: 'Bo' })
    expect(await people()).toBe(2)
    expect(await talks()).toEqual(['mine', 'who was here?'])
    expect(await names()).toEqual(['+111111111', 'US.1', 'US.9'])
    // The first is still there under the lasting name.
    await says('still me', { address: 'US.1' })
    expect(await talks()).toEqual(['mine,still me', 'who was here?'])
    expect((await list(s.ana, {})).rows.map((r) => r.contactName).toSorted()).toEqual(['Al', 'Bo'])
  })

  it('also when its new holder had written without it', async () => {
    const { says, talks, people } = await whatsapp()
    await says('mine', { address: '111111111', aliases: ['US.1'] })
    await says('hello', { address: 'US.9' })
    await says('with my number', { address: '111111111', aliases: ['US.9'] })
    expect(await people()).toBe(2)
    expect(await talks()).toEqual(['hello,with my number', 'mine'])
  })

  it('also when it is the new number of somebody we know', async () => {
    const { says, moves, talks, people } = await whatsapp()
    await says('first holder', { address: '222222222', aliases: ['US.5'] })
    await says('one', { address: '111111111', aliases: ['US.1'] })
    await moves('111111111', { address: '222222222', aliases: ['US.2'] })
    await says('two', { address: '222222222', aliases: ['US.2'] })
    expect(await people()).toBe(2)
    expect(await talks()).toEqual(['first holder', 'one,two'])
  })

  it('but another business’s name for the same person parts nobody', async () => {
    const { s, says, connect, people } = await whatsapp()
    await says('here', { address: '111111111', aliases: ['US.1'] })
    const other = await connect()
    await other.says('and there', { address: '111111111', aliases: ['US.77'] })
    expect(await people()).toBe(1)
    await says('here again', { address: '111111111', aliases: ['US.1'] })
    await other.says('there again', { address: '111111111', aliases: ['US.77'] })
    expect(await people()).toBe(1)
    const [row] = (await list(s.ana, {})).rows
    expect((await getContact(s.ana, { contactId: row?.contactId ?? 0 })).identities.map((i) => i.address)).toEqual(['+111111111', 'US.1', 'US.77'])
  })
})

describe('what a colleague merged', () => {
  it('comes along when the provider names one of its sides and a third contact together', async () => {
    const { s, says, talks, people } = await whatsapp()
    await says('by number', { address: '111111111' })
    await says('the other phone', { address: '333333333', aliases: ['US.3'] })
    await says('by name', { address: 'US.1' })
    const id = async (text: string) => (await list(s.ana, { text })).rows[0]?.contactId ?? 0
    const [number, phone, name] = [await id('number'), await id('phone'), await id('name')]
    const { mergeId } = await mergeContacts(s.ana, { into: phone, from: number })
    await says('by both', { address: '111111111', aliases: ['US.1'] })
    expect(await people()).toBe(1)
    expect((await getContact(s.ana, { contactId: name })).contact.id).toBe(phone)
    expect(await talks()).toHaveLength(3)
    // What the colleague said can still be taken back: then the number takes the lasting name along.
    await unmergeContacts(s.ana, { mergeId: mergeId ?? 0 })
    expect(await people()).toBe(2)
    expect((await getContact(s.ana, { contactId: number })).identities.map((i) => i.address)).toEqual(['+111111111', 'US.1'])
    await says('more', { address: 'US.1' })
    expect(await talks()).toHaveLength(3)
    expect((await (await reader()).select().from(contacts).where(eq(contacts.workspaceId, s.workspace.id))).filter((c) => c.mergedInto === null)).toHaveLength(3)
  })

  it('stays one through a new number of one of its sides', async () => {
    const { s, says, moves, talks, people } = await whatsapp()
    await says('one', { address: '111111111', aliases: ['US.1'] })
    await says('other', { address: '333333333', aliases: ['US.3'] })
    const ids = (await list(s.ana, {})).rows.map((r) => r.contactId ?? 0)
    const { mergeId } = await mergeContacts(s.ana, { into: ids[0] ?? 0, from: ids[1] ?? 0 })
    await moves('111111111', { address: '222222222', aliases: ['US.2'] })
    await says('two', { address: '222222222', aliases: ['US.2'] })
    expect(await people()).toBe(1)
    expect(await talks()).toEqual(['one,two', 'other'])
    await unmergeContacts(s.ana, { mergeId: mergeId ?? 0 })
    await says('three', { address: '222222222', aliases: ['US.2'] })
    expect(await people()).toBe(2)
    expect(await talks()).toEqual(['one,two,three', 'other'])
  })
})

it('keeps the language of who writes, once it is told', async () => {
  const { s, says } = await whatsapp()
  await says('Hallo', { address: '111111111', language: 'not a tag' })
  await says('Guten Tag', { address: '111111111', language: 'de-at' })
  await says('Hello', { address: '111111111', language: 'en' })
  const [row] = (await list(s.ana, {})).rows
  expect((await getContact(s.ana, { contactId: row?.contactId ?? 0 })).contact.language).toBe('de-AT')
})
