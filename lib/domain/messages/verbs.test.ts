import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeScene, makeUser } from '@/db/factories'
import { jobs } from '@/db/schema/events'
import { attachments, messageParts } from '@/db/schema/messages'
import { system } from '../actor'
import { createChannel } from '../channels/create'
import { setChannelEnabled } from '../channels/set-enabled'
import { close } from '../conversations/close'
import { get } from '../conversations/get'
import { markPending } from '../conversations/mark-pending'
import { snooze } from '../conversations/snooze'
import { startCustomer, startTeam } from '../conversations/start'
import { key, kindsOf, refused } from '../testing/expect'
import { expectSound } from '../testing/recount'
import { splitText } from '../text'
import { eventsAfter } from '../workspaces/events-after'
import { endAct } from './act-out'
import { retry, setDelivery } from './delivery'
import { edit } from './edit'
import { note } from './note'
import { receive } from './receive'
import { remove } from './remove'
import { reply } from './reply'
import { thread } from './thread'

async function scene() {
  const s = await makeScene()
  const says = (over = {}) => receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello', ...over })
  const { conversationId } = await says()
  const at = { conversationId }
  const upload = (uploadedBy: string) =>
    transaction(
      async (db) =>
        (await db.insert(attachments).values({ workspaceId: s.workspace.id, uploadedBy, name: 'a.png', type: 'image/png', size: 3, blobKey: 'k' }).returning())[0]!.id,
    )
  const answers = (body: string, over = {}) => reply(s.ana, { ...at, body, clientKey: key(), ...over })
  const row = async () => (await get(s.ana, at)).row
  const said = async () => (await kindsOf(s.workspace.id)).length
  return { ...s, says, at, upload, answers, row, said }
}

describe('receiving', () => {
  it('answers a repeat with the first message and its files, says nothing, and begins no other conversation', async () => {
    const s = await scene()
    const file = await s.upload(`channel:${s.channel.id}`)
    const first = await s.says({ externalId: 'x-1', clientKey: 'key-00001', attachmentIds: [file] })
    expect(first.attachments).toHaveLength(1)
    await startCustomer(s.ana, { channelId: s.channel.id, contactId: s.contact.id, fresh: true })
    const before = await s.said()
    const again = await Promise.all([
      s.says({ externalId: 'x-1' }),
      s.says({ clientKey: 'key-00001', attachmentIds: [file] }),
      s.says({ externalId: 'x-1', clientKey: 'key-00001' }),
    ])
    expect(again).toEqual([first, first, first])
    expect(await s.said()).toBe(before)
  })

  it('keeps one of many repeats at once', async () => {
    const s = await makeScene()
    const all = await Promise.all(
      Array.from({ length: 8 }, () => receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello', externalId: 'x-1' })),
    )
    expect(new Set(all.map((m) => m.id)).size).toBe(1)
    await expectSound(s.workspace.id)
  })

  it('waits from the first unanswered message, and machine mail asks for nothing', async () => {
    const s = await scene()
    const since = (await s.row()).waitingSince
    await s.says()
    expect((await s.row()).waitingSince).toBe(since)
    await s.answers('Hi')
    expect(await s.row()).toMatchObject({ needsReply: false, waitingSince: null })
    await s.says({ quiet: true, body: 'I am away' })
    expect(await s.row()).toMatchObject({ needsReply: false, snippet: 'I am away', snippetBy: 'contact' })
  })

  it('takes in nothing empty, nothing for a channel that is off, and nobody else’s file', async () => {
    const s = await scene()
    await refused('empty_message', [s.says({ body: ' \n\u0000 ' })])
    const theirs = await s.upload(`user:${s.ana.userId}`)
    await refused('not_found', [s.says({ attachmentIds: [theirs] }), s.answers('x', { attachmentIds: [999_999_999] })])
    expect((await s.row()).lastIndex).toBe(0)
    await setChannelEnabled(s.ana, { channelId: s.channel.id, enabled: false })
    const contactId = (await makeScene()).contact.id
    await refused('channel_off', [receive(s.customer, { channelId: s.channel.id, contactId, body: 'x' })])
  })
})

describe('answering', () => {
  it('opens what was pending or snoozed and leaves closed what was closed', async () => {
    const s = await scene()
    await markPending(s.ana, s.at)
    await s.answers('Hi')
    expect((await s.row()).status).toBe('open')
    await snooze(s.ana, { ...s.at, until: Date.now() + 60_000 })
    await s.answers('Hi')
    expect(await s.row()).toMatchObject({ status: 'open', snoozedUntil: null })
    await close(s.ana, s.at)
    await s.answers('Bye')
    expect((await s.row()).status).toBe('closed')
    await expectSound(s.workspace.id)
  })

  it('takes a file once, from its uploader, and gives it back with a repeat', async () => {
    const s = await scene()
    const file = await s.upload(`user:${s.ana.userId}`)
    const clientKey = key()
    const first = await reply(s.ana, { ...s.at, body: '', clientKey, attachmentIds: [file, file] })
    expect(first.attachments.map((a) => a.id)).toEqual([file])
    expect(await reply(s.ana, { ...s.at, body: '', clientKey, attachmentIds: [file] })).toEqual(first)
    await refused('not_found', [s.answers('again', { attachmentIds: [file] })])
    await refused('empty_message', [s.answers('  ')])
  })

  it('keeps a key for its writer and its kind', async () => {
    const s = await scene()
    const clientKey = key()
    await note(s.ana, { ...s.at, body: 'secret', clientKey })
    await refused('key_reused', [reply(s.ana, { ...s.at, body: 'x', clientKey }), note(s.ben, { ...s.at, body: 'x', clientKey }), s.says({ clientKey })])
    expect((await note(s.ana, { ...s.at, body: 'other words', clientKey })).body).toBe('secret')
  })

  it('is held for what others wrote after, not for one’s own, system lines or what was taken back', async () => {
    const s = await scene()
    await s.answers('One', { seenIndex: 0 })
    await s.answers('Two', { seenIndex: 0 })
    await close(s.ben, s.at)
    await s.answers('Three', { seenIndex: 0 })
    const n = await note(s.ben, { ...s.at, body: 'wait', clientKey: key() })
    await refused('moved_on', [s.answers('Four', { seenIndex: 0 })])
    await remove(s.ben, { messageId: n.id })
    await s.answers('Four', { seenIndex: 0 })
  })

  it('leaves by a job where a provider must be called, written with the message', async () => {
    const s = await scene()
    const telegram = await makeChannel(s.workspace.id, 'telegram')
    const { conversationId } = await receive({ ...s.customer, channelId: telegram.id }, { channelId: telegram.id, contactId: s.contact.id, body: 'x' })
    const m = await reply(s.ana, { conversationId, body: `${'word '.repeat(1000)}end`, clientKey: key() })
    expect(m.delivery).toBe('queued')
    const db = await reader()
    expect(await db.select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id))).toMatchObject([
      { kind: 'deliver', key: `deliver:${m.id}`, lane: `conversation:${conversationId}`, payload: { messageId: m.id } },
    ])
    const parts = await db.select().from(messageParts).where(eq(messageParts.messageId, m.id)).orderBy(messageParts.idx)
    expect(parts).toHaveLength(2)
    expect(parts.map((p) => p.content.text).join(' ')).toBe(m.body)
    expect((await s.answers('here')).delivery).toBe('sent')
    expect(await db.select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id))).toHaveLength(1)
  })
})

describe('changing what one wrote', () => {
  it('leaves no word of what was taken back in the log, in none of its versions', async () => {
    const s = await scene()
    const n = await note(s.ana, { ...s.at, body: 'first secret', clientKey: key() })
    await edit(s.ana, { messageId: n.id, body: 'second secret' })
    await note(s.ana, { ...s.at, body: 'stays', clientKey: key() })
    const log = async () => JSON.stringify((await eventsAfter(s.ana, { after: 0 })).events)
    expect(await log()).toMatch(/first secret.*second secret.*stays/s)
    await remove(s.ana, { messageId: n.id })
    expect(await log()).not.toContain('secret')
    expect(await log()).toMatch(/Hello.*stays/s)
    await expectSound(s.workspace.id)
  })

  it('edits and takes back notes and team messages, with the list showing what still stands', async () => {
    const s = await scene()
    const [a, b] = [await note(s.ana, { ...s.at, body: 'one', clientKey: key() }), await note(s.ana, { ...s.at, body: 'two', clientKey: key() })]
    expect(await edit(s.ana, { messageId: b.id, body: 'two!' })).toMatchObject({ body: 'two!', index: 2 })
    expect(await s.row()).toMatchObject({ snippet: 'two!', snippetBy: 'note', snippetUserId: s.ana.userId })
    await remove(s.ana, { messageId: b.id })
    expect(await s.row()).toMatchObject({ snippet: 'one', lastContentIndex: 1 })
    await edit(s.ana, { messageId: a.id, body: 'one!' })
    expect((await s.row()).snippet).toBe('one!')
    await remove(s.ana, { messageId: a.id })
    expect(await s.row()).toMatchObject({ snippet: 'Hello', snippetBy: 'contact', snippetUserId: null })
    const before = await s.said()
    expect(await remove(s.ana, { messageId: a.id })).toMatchObject({ body: '', attachments: [] })
    expect(await s.said()).toBe(before)
    await refused('not_found', [edit(s.ana, { messageId: a.id, body: 'x' })])
    expect((await thread(s.ana, s.at)).messages.map((m) => [m.index, m.body, m.deletedAt !== null])).toEqual([
      [0, 'Hello', false],
      [1, '', true],
      [2, '', true],
    ])
  })

  it('is quiet when the words stay, and refused for others’, sent, empty and system messages', async () => {
    const s = await scene()
    const n = await note(s.ana, { ...s.at, body: 'one', clientKey: key() })
    const sent = await s.answers('Hi')
    await close(s.ana, s.at)
    const line = (await thread(s.ana, s.at)).messages.at(-1)!
    const hello = (await thread(s.ana, s.at)).messages[0]!
    const elsewhere = (await makeScene()).ana
    const before = await s.said()
    expect((await edit(s.ana, { messageId: n.id, body: 'one' })).editedAt).toBeNull()
    expect(await s.said()).toBe(before)
    await refused('not_yours', [edit(s.ben, { messageId: n.id, body: 'x' }), remove(s.ben, { messageId: n.id }), edit(s.ana, { messageId: hello.id, body: 'x' })])
    await refused('wrong_kind', [edit(s.ana, { messageId: sent.id, body: 'x' }), remove(s.ana, { messageId: sent.id })])
    await refused('empty_message', [edit(s.ana, { messageId: n.id, body: ' ' })])
    await refused('not_found', [
      edit(s.ana, { messageId: line.id, body: 'x' }),
      remove(s.ana, { messageId: 999_999_999 }),
      edit(elsewhere, { messageId: n.id, body: 'x' }),
    ])
  })

  it('ends with membership', async () => {
    const s = await scene()
    const cleo = { kind: 'user', workspaceId: s.workspace.id, userId: (await makeUser(s.workspace.id)).id, role: 'agent' } as const
    const at = { conversationId: (await startTeam(s.ana, { userIds: [cleo.userId] })).id }
    const m = await reply(cleo, { ...at, body: 'mine', clientKey: key() })
    const { removeParticipants } = await import('../conversations/participants')
    await removeParticipants(s.ana, { ...at, userIds: [cleo.userId] })
    await refused('not_found', [edit(cleo, { messageId: m.id, body: 'x' }), remove(cleo, { messageId: m.id })])
    await refused('wrong_kind', [note(s.ana, { ...at, body: 'x', clientKey: key() })])
  })
})

describe('a thread', () => {
  it('is read in stretches that know what lies on either side', async () => {
    const s = await scene()
    for (let i = 1; i < 10; i++) await s.answers(`m${i}`)
    const look = async (over = {}) => {
      const t = await thread(s.ana, { ...s.at, ...over })
      return [t.messages.map((m) => m.index).join(), t.moreBefore, t.moreAfter]
    }
    expect(await look()).toEqual(['0,1,2,3,4,5,6,7,8,9', false, false])
    expect(await look({ limit: 3 })).toEqual(['7,8,9', true, false])
    expect(await look({ limit: 10 })).toEqual(['0,1,2,3,4,5,6,7,8,9', false, false])
    expect(await look({ before: 7, limit: 3 })).toEqual(['4,5,6', true, true])
    expect(await look({ before: 3, limit: 3 })).toEqual(['0,1,2', false, true])
    expect(await look({ before: 0 })).toEqual(['', false, true])
    expect(await look({ after: 6, limit: 3 })).toEqual(['7,8,9', true, false])
    expect(await look({ after: 5, limit: 3 })).toEqual(['6,7,8', true, true])
    expect(await look({ after: -1, limit: 3 })).toEqual(['0,1,2', false, true])
    expect(await look({ after: 9 })).toEqual(['', true, false])
  })
})

it('cuts long text after a line or word, never inside a character, and loses nothing but the cut', () => {
  expect(splitText('', 5)).toEqual([''])
  expect(splitText('abc', 3)).toEqual(['abc'])
  expect(splitText('abc def ghi', 8)).toEqual(['abc def', 'ghi'])
  expect(splitText('ab\ncd efg', 5)).toEqual(['ab\ncd', 'efg'])
  expect(splitText('😀😀😀', 3)).toEqual(['😀', '😀', '😀'])
  for (const piece of splitText('x'.repeat(10_000), 4096)) expect(piece.length).toBeLessThanOrEqual(4096)
})

describe('an answer that was taken back after a part of it had failed', () => {
  it('is not sent once more by whoever still has it on their screen', async () => {
    const s = await scene()
    const bot = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: { botToken: '77:AAAA' } })
    const { conversationId } = await receive(system(s.workspace.id), { channelId: bot.id, contactId: s.contact.id, body: 'Hello', externalId: '5:1' })
    const sent = await reply(s.ana, { conversationId, body: 'word '.repeat(1_000), clientKey: key() })
    const db = await reader()
    const parts = await db.select().from(messageParts).where(eq(messageParts.messageId, sent.id)).orderBy(messageParts.idx)
    expect(parts).toHaveLength(2)
    await setDelivery(system(s.workspace.id), { partId: parts[0]!.id, state: 'sent', externalId: '5:2' })
    await setDelivery(system(s.workspace.id), { partId: parts[1]!.id, state: 'failed', error: 'too bad' })
    await remove(s.ana, { messageId: sent.id })
    // On its way to be taken back, and when it is.
    await refused('not_retryable', [retry(s.ana, { messageId: sent.id })])
    await endAct(system(s.workspace.id), { messageId: sent.id, kind: 'remove', stamp: 'remove', error: null })
    await refused('not_retryable', [retry(s.ana, { messageId: sent.id })])
  })
})
