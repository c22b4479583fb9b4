import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeContact, makeScene, makeUser } from '@/db/factories'
import { conversations, participants } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import type { Actor } from '../actor'
import { command } from '../command'
import { createTeam } from '../teams/create'
import { note } from '../messages/note'
import { receive } from '../messages/receive'
import { reply } from '../messages/reply'
import { thread } from '../messages/thread'
import { eventsOf, key, kindsOf, refused } from '../testing/expect'
import { expectSound } from '../testing/recount'
import { eventsAfter } from '../workspaces/events-after'
import { archive, unarchive } from './archive'
import { assign, unassign } from './assign'
import { close } from './close'
import { counts } from './counts'
import { get } from './get'
import { history } from './history'
import { list } from './list'
import { markPending } from './mark-pending'
import { markRead } from './mark-read'
import { markSeen } from './mark-seen'
import { markUnread } from './mark-unread'
import { mute, unmute } from './mute'
import { addParticipants, removeParticipants } from './participants'
import { rename } from './rename'
import { reopen } from './reopen'
import { isUnread } from './row'
import { setTeam } from './set-team'
import { snooze } from './snooze'
import { startCustomer, startTeam } from './start'
import { wake } from './wake'

async function scene() {
  const s = await makeScene()
  const says = (body = 'Hello', over = {}) => receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body, ...over })
  const { conversationId } = await says()
  const at = { conversationId }
  const row = async (actor: Actor = s.ana) => (await get(actor, at)).row
  /** The kinds of what `run` caused. */
  const said = async (run: () => Promise<unknown>) => {
    const before = (await kindsOf(s.workspace.id)).length
    await run()
    return (await kindsOf(s.workspace.id)).slice(before)
  }
  return { ...s, says, at, row, said, visitor: { kind: 'visitor', workspaceId: s.workspace.id, channelId: s.channel.id, contactId: s.contact.id, visitorId: 1 } as const }
}
const later = () => Date.now() + 60_000

describe('assigning', () => {
  it('gives, moves and takes, with a line in the thread, and is quiet the second time', async () => {
    const s = await scene()
    expect(await s.said(() => assign(s.ana, { ...s.at, assigneeId: s.ben.userId }))).toEqual(['message.added', 'conversation.assigned'])
    expect(await s.said(() => assign(s.ana, { ...s.at, assigneeId: s.ben.userId }))).toEqual([])
    expect(await s.row()).toMatchObject({ assigneeId: s.ben.userId, lastIndex: 1, lastContentIndex: 0, snippet: 'Hello', needsReply: true })
    expect((await thread(s.ana, s.at)).messages[1]).toMatchObject({ kind: 'system', system: { event: 'assigned', from: null, to: s.ben.userId } })
    expect((await counts(s.ana, {})).shared).toMatchObject({ [`open:assignee:${s.ben.userId}`]: 1 })
    await unassign(s.ben, s.at)
    expect((await counts(s.ana, {})).shared).toMatchObject({ 'open:assignee:0': 1 })
    await expectSound(s.workspace.id)
  })

  it('is refused for people who are off, elsewhere or unknown, and for team conversations', async () => {
    const [s, other] = [await scene(), await scene()]
    const off = await makeUser(s.workspace.id, { disabledAt: new Date() })
    const team = await startTeam(s.ana, { userIds: [s.ben.userId] })
    await refused('user_disabled', [assign(s.ana, { ...s.at, assigneeId: off.id })])
    await refused('not_found', [
      assign(s.ana, { ...s.at, assigneeId: other.ben.userId }),
      assign(s.ana, { ...s.at, assigneeId: 999_999_999 }),
      assign(other.ana, { ...s.at, assigneeId: other.ben.userId }),
    ])
    await refused('wrong_kind', [assign(s.ana, { conversationId: team.id, assigneeId: s.ben.userId })])
  })

  it('by two at once ends with one, and everything adds up', async () => {
    const s = await scene()
    await Promise.all([
      assign(s.ana, { ...s.at, assigneeId: s.ana.userId }),
      assign(s.ben, { ...s.at, assigneeId: s.ben.userId }),
      assign(s.ana, { ...s.at, assigneeId: s.ana.userId }),
    ])
    const lines = (await eventsOf(s.workspace.id)).filter((e) => e.kind === 'conversation.assigned')
    expect(lines.at(-1)?.data.to).toBe((await s.row()).assigneeId)
    // Each took it from whoever really had it.
    expect(lines.map((e) => e.data.from)).toEqual([null, ...lines.slice(0, -1).map((e) => e.data.to)])
    await expectSound(s.workspace.id)
  })

  it('to a team stands beside the assignee', async () => {
    const [s, other] = [await scene(), await scene()]
    const [team, theirs] = [await createTeam(s.ana, { name: 'Returns' }), await createTeam(other.ana, { name: 'Returns' })]
    expect(await s.said(() => setTeam(s.ana, { ...s.at, teamId: team.id }))).toEqual(['message.added', 'conversation.team_set'])
    expect(await s.said(() => setTeam(s.ana, { ...s.at, teamId: team.id }))).toEqual([])
    expect((await list(s.ana, { teamId: team.id })).rows).toHaveLength(1)
    await refused('not_found', [setTeam(s.ana, { ...s.at, teamId: theirs.id })])
    expect(await setTeam(s.ana, { ...s.at, teamId: null })).toMatchObject({ teamId: null })
  })
})

describe('the status', () => {
  it('moves by close, reopen, pending and snooze, and each is quiet the second time', async () => {
    const s = await scene()
    const until = later()
    for (const [verb, status] of [
      [() => close(s.ana, s.at), 'closed'],
      [() => reopen(s.ana, s.at), 'open'],
      [() => markPending(s.ana, s.at), 'pending'],
      [() => snooze(s.ana, { ...s.at, until }), 'snoozed'],
    ] as const) {
      expect(await s.said(verb)).toEqual(['message.added', 'conversation.status_changed'])
      expect(await s.said(verb)).toEqual([])
      expect((await s.row()).status).toBe(status)
      expect((await counts(s.ana, {})).shared).toMatchObject({ [status]: 1 })
    }
    expect((await s.row()).snoozedUntil).toBe(until)
    await refused('time_is_past', [snooze(s.ana, { ...s.at, until: Date.now() - 1 })])
    expect(await s.said(() => snooze(s.ana, { ...s.at, until: until + 1 }))).toEqual(['message.added', 'conversation.status_changed'])
    await expectSound(s.workspace.id)
  })

  it('snoozed asks for its waking in the same transaction, and only the last one wakes', async () => {
    const s = await scene()
    const until = later()
    await snooze(s.ana, { ...s.at, until })
    const wakings = () =>
      reader().then((db) =>
        db
          .select()
          .from(jobs)
          .where(and(eq(jobs.workspaceId, s.workspace.id), eq(jobs.kind, 'wake'))),
      )
    expect((await wakings()).map((j) => j.runAt.getTime())).toEqual([until])
    await snooze(s.ana, { ...s.at, until: until + 1 })
    expect(await wakings()).toHaveLength(2)
    expect(await wake(s.house, s.at)).toBe(false)
    await transaction((db) =>
      db
        .update(conversations)
        .set({ snoozedUntil: new Date(Date.now() - 1) })
        .where(eq(conversations.id, s.at.conversationId))
        .returning(),
    )
    expect(await wake(s.house, s.at)).toBe(true)
    expect(await s.row()).toMatchObject({ status: 'open', snoozedUntil: null })
    expect(await s.said(() => wake(s.house, s.at))).toEqual([])
  })

  it.each(['closed', 'pending', 'snoozed'] as const)('%s opens when the customer writes, and says why', async (status) => {
    const s = await scene()
    await { closed: () => close(s.ana, s.at), pending: () => markPending(s.ana, s.at), snoozed: () => snooze(s.ana, { ...s.at, until: later() }) }[status]()
    await s.says('Me again', { quiet: true })
    expect((await s.row()).status).toBe(status)
    const m = await s.says('Me again')
    expect(m.conversationId).toBe(s.at.conversationId)
    expect(await s.row()).toMatchObject({ status: 'open', snoozedUntil: null })
    expect((await eventsOf(s.workspace.id)).at(-1)).toMatchObject({ kind: 'conversation.status_changed', data: { from: status, cause: 'customer' } })
  })

  it('ends right whoever is first when one closes and another answers', async () => {
    const s = await scene()
    await markPending(s.ana, s.at)
    await Promise.all([close(s.ana, s.at), reply(s.ben, { ...s.at, body: 'Hi', clientKey: key() }), s.says('And?')])
    await expectSound(s.workspace.id)
  })

  it('is not for team conversations', async () => {
    const s = await scene()
    const at = { conversationId: (await startTeam(s.ana, { userIds: [s.ben.userId] })).id }
    await refused('wrong_kind', [close(s.ana, at), reopen(s.ana, at), markPending(s.ana, at), snooze(s.ana, { ...at, until: later() })])
  })
})

describe('what is personal', () => {
  it('archiving hides it from one person’s lists and counts only, until something new comes', async () => {
    const s = await scene()
    expect(await s.said(() => archive(s.ana, s.at))).toEqual(['conversation.personal_changed'])
    expect(await s.said(() => archive(s.ana, s.at))).toEqual([])
    expect((await list(s.ana, {})).rows).toEqual([])
    expect((await list(s.ana, { archived: true })).rows).toHaveLength(1)
    expect((await list(s.ben, {})).rows).toHaveLength(1)
    const c = await counts(s.ana, {})
    expect((c.shared.open ?? 0) - (c.mine['hidden:open'] ?? 0)).toBe(0)
    expect(c.mine.archived).toBe(1)
    await assign(s.ben, { ...s.at, assigneeId: s.ana.userId })
    expect((await list(s.ana, {})).rows).toEqual([])
    await s.says('New')
    expect((await list(s.ana, {})).rows[0]).toMatchObject({ me: { archived: false } })
    expect((await counts(s.ana, {})).mine.archived).toBeUndefined()
    await archive(s.ana, s.at)
    expect(await s.said(() => unarchive(s.ana, s.at))).toEqual(['conversation.personal_changed'])
    expect(await s.said(() => unarchive(s.ana, s.at))).toEqual([])
    await expectSound(s.workspace.id)
  })

  it('is told to nobody else', async () => {
    const s = await scene()
    const { seq } = await counts(s.ana, {})
    await archive(s.ana, s.at)
    await mute(s.ana, { ...s.at, minutes: 5 })
    expect((await eventsAfter(s.ana, { after: seq })).events.map((e) => e.data.what)).toEqual(['archived', 'muted'])
    expect((await eventsAfter(s.ben, { after: seq })).events).toEqual([])
    expect((await history(s.ben, s.at)).entries.map((e) => e.kind)).not.toContain('conversation.personal_changed')
    expect((await history(s.ana, s.at)).entries.map((e) => e.kind)).toContain('conversation.personal_changed')
  })

  it('muting lasts for its minutes and leaves unread alone', async () => {
    const s = await scene()
    const now = Date.now()
    const muted = await mute(s.ana, { ...s.at, minutes: 30 })
    expect((muted.me.mutedUntil ?? 0) - now).toBeGreaterThanOrEqual(30 * 60_000)
    await s.says('New')
    expect(isUnread(await s.row())).toBe(true)
    expect((await s.row(s.ben)).me.mutedUntil).toBeNull()
    expect(await unmute(s.ana, s.at)).toMatchObject({ me: { mutedUntil: null } })
    expect(await s.said(() => unmute(s.ana, s.at))).toEqual([])
  })

  it('reading goes forward, unreading back, and neither touches needs-reply', async () => {
    const s = await scene()
    await s.says('Two')
    await assign(s.ana, { ...s.at, assigneeId: s.ana.userId })
    expect(isUnread(await s.row())).toBe(true)
    expect(await s.said(() => markRead(s.ana, s.at))).toEqual(['conversation.personal_changed'])
    expect(await s.said(() => markRead(s.ana, { ...s.at, index: 0 }))).toEqual([])
    expect(await s.row()).toMatchObject({ needsReply: true, me: { lastReadIndex: 2 } })
    expect((await get(s.ben, s.at)).seen).toEqual([{ userId: s.ana.userId, lastReadIndex: 2 }])
    // From the system line on means from the newest that somebody wrote.
    expect(isUnread(await markUnread(s.ana, { ...s.at, fromIndex: 2 }))).toBe(true)
    expect(await markUnread(s.ana, { ...s.at, fromIndex: 0 })).toMatchObject({ needsReply: true, me: { lastReadIndex: -1 } })
    expect(await s.said(() => markUnread(s.ana, s.at))).toEqual([])
    expect(await markRead(s.ana, { ...s.at, index: 1_000 })).toMatchObject({ me: { lastReadIndex: 2 } })
    expect((await list(s.ana, { unread: true })).rows).toEqual([])
    expect((await list(s.ben, { unread: true })).rows).toHaveLength(1)
  })

  it('one’s own doings are never new to oneself', async () => {
    const s = await scene()
    await reply(s.ana, { ...s.at, body: 'Hi', clientKey: key() })
    await note(s.ana, { ...s.at, body: 'note', clientKey: key() })
    await assign(s.ana, { ...s.at, assigneeId: s.ben.userId })
    await close(s.ana, s.at)
    await rename(s.ana, { ...s.at, title: 'x' })
    expect(isUnread(await s.row())).toBe(false)
    expect(isUnread(await s.row(s.ben))).toBe(true)
  })

  it('belongs to people: the house, channels and visitors have none', async () => {
    const s = await scene()
    for (const actor of [s.house, s.customer, s.visitor] as Actor[])
      await refused('not_allowed', [
        archive(actor, s.at),
        mute(actor, { ...s.at, minutes: 1 }),
        markRead(actor, s.at),
        startTeam(actor, { userIds: [s.ana.userId, s.ben.userId] }),
      ])
  })
})

describe('team conversations', () => {
  it('are found again by the same people, from either side and at once, back from the archive', async () => {
    const s = await scene()
    const both = await Promise.all([startTeam(s.ana, { userIds: [s.ben.userId] }), startTeam(s.ben, { userIds: [s.ana.userId, s.ben.userId] })])
    expect(both[0].id).toBe(both[1].id)
    expect((await kindsOf(s.workspace.id)).filter((k) => k === 'conversation.started')).toHaveLength(2)
    await archive(s.ana, { conversationId: both[0].id })
    expect(await startTeam(s.ana, { userIds: [s.ben.userId] })).toMatchObject({ me: { archived: false } })
    await refused('too_few_people', [startTeam(s.ana, { userIds: [s.ana.userId] })])
    const [other, off] = [await makeScene(), await makeUser(s.workspace.id, { disabledAt: new Date() })]
    await refused('not_found', [startTeam(s.ana, { userIds: [other.ana.userId] }), startTeam(s.ana, { userIds: [off.id] })])
    await expectSound(s.workspace.id)
  })

  it('are not there for anybody else: by id, list, counts, events, search or verbs', async () => {
    const s = await scene()
    const cleo = await makeUser(s.workspace.id)
    const out = { kind: 'user', workspaceId: s.workspace.id, userId: cleo.id, role: 'admin' } as const
    const { seq } = await counts(s.ana, {})
    const at = { conversationId: (await startTeam(s.ana, { userIds: [s.ben.userId], title: 'Surprise' })).id }
    await reply(s.ana, { ...at, body: 'for Cleo', clientKey: key() })
    await refused('not_found', [
      get(out, at),
      thread(out, at),
      history(out, at),
      reply(out, { ...at, body: 'x', clientKey: key() }),
      rename(out, { ...at, title: 'x' }),
      archive(out, at),
      markRead(out, at),
      mute(out, { ...at, minutes: 1 }),
      addParticipants(out, { ...at, userIds: [cleo.id] }),
      removeParticipants(out, { ...at, userIds: [s.ben.userId] }),
      note(out, { ...at, body: 'x', clientKey: key() }),
    ])
    expect((await list(out, { kind: 'team', status: 'any' })).rows).toEqual([])
    expect((await list(out, { kind: 'team', status: 'any', text: 'Surprise' })).rows).toEqual([])
    expect((await eventsAfter(out, { after: seq })).events).toEqual([])
    expect((await counts(out, {})).mine).toEqual({})
    expect((await list(s.ben, { kind: 'team' })).rows).toHaveLength(1)
    expect((await counts(s.ben, {})).mine).toEqual({ team: 1, team_unread: 1 })
  })

  it('let people in, who read all of it, and out, who hear of it and then of nothing more', async () => {
    const s = await scene()
    const cleo = { kind: 'user', workspaceId: s.workspace.id, userId: (await makeUser(s.workspace.id)).id, role: 'agent' } as const
    const at = { conversationId: (await startTeam(s.ana, { userIds: [s.ben.userId] })).id }
    await reply(s.ana, { ...at, body: 'before', clientKey: key() })
    expect(await s.said(() => addParticipants(s.ben, { ...at, userIds: [cleo.userId, s.ana.userId] }))).toEqual(['message.added', 'conversation.participants_changed'])
    expect(await s.said(() => addParticipants(s.ben, { ...at, userIds: [cleo.userId] }))).toEqual([])
    expect((await thread(cleo, at)).messages.map((m) => m.body)).toContain('before')
    const { seq } = await counts(cleo, {})
    await removeParticipants(s.ana, { ...at, userIds: [cleo.userId] })
    await reply(s.ana, { ...at, body: 'after', clientKey: key() })
    const heard = (await eventsAfter(cleo, { after: seq })).events
    expect(heard.at(-1)).toMatchObject({ kind: 'conversation.participants_changed', data: { removed: [cleo.userId] } })
    expect(heard.at(-1)?.row?.members).not.toContain(cleo.userId)
    await refused('not_found', [thread(cleo, at), reply(cleo, { ...at, body: 'x', clientKey: key() })])
    expect((await counts(cleo, {})).mine).toEqual({})
    expect((await list(cleo, { kind: 'team' })).rows).toEqual([])
    await refused('too_few_people', [removeParticipants(s.ana, { ...at, userIds: [s.ana.userId, s.ben.userId] })])
    await expectSound(s.workspace.id)
  })
})

describe('beginning a customer’s conversation', () => {
  it('gives twenty messages at once one conversation with dense indexes', async () => {
    const s = await makeScene()
    const all = await Promise.all(
      Array.from({ length: 20 }, (_, i) => receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: `m${i}`, clientKey: key() })),
    )
    expect(new Set(all.map((m) => m.conversationId)).size).toBe(1)
    expect(all.map((m) => m.index).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, i) => i))
    expect((await kindsOf(s.workspace.id)).filter((k) => k === 'conversation.started')).toHaveLength(1)
    await expectSound(s.workspace.id)
  })

  it('finds the current one, or a fresh one beside it where the next message goes', async () => {
    const s = await scene()
    const where = { channelId: s.channel.id, contactId: s.contact.id }
    expect((await startCustomer(s.ana, where)).id).toBe(s.at.conversationId)
    const fresh = await startCustomer(s.ana, { ...where, fresh: true, title: 'Another' })
    expect(fresh.id).not.toBe(s.at.conversationId)
    expect((await s.says('New')).conversationId).toBe(fresh.id)
    expect((await s.says('Old', { conversationId: s.at.conversationId })).conversationId).toBe(s.at.conversationId)
    const [other, telegram, third] = [await makeScene(), await makeChannel(s.workspace.id, 'telegram'), await makeContact(s.workspace.id)]
    await refused('not_found', [
      startCustomer(s.ana, { ...where, channelId: other.channel.id }),
      startCustomer(s.ana, { ...where, contactId: other.contact.id }),
      s.says('x', { contactId: third.id, conversationId: s.at.conversationId }),
      s.says('x', { channelId: telegram.id }),
      startCustomer(s.visitor, { ...where, channelId: telegram.id }),
    ])
    await expectSound(s.workspace.id)
  })
})

describe('the customer’s side', () => {
  it('marks how far it has seen, forward only', async () => {
    const s = await scene()
    await reply(s.ana, { ...s.at, body: 'Hi', clientKey: key() })
    expect(await s.said(() => markSeen(s.visitor, { ...s.at, deliveredIndex: 1 }))).toEqual(['conversation.seen'])
    expect(await s.said(() => markSeen(s.visitor, { ...s.at, deliveredIndex: 0, readIndex: -1 }))).toEqual([])
    await markSeen(s.visitor, { ...s.at, deliveredIndex: 0, readIndex: 999 })
    expect(await s.row()).toMatchObject({ contactDeliveredIndex: 1, contactReadIndex: 1 })
  })

  it('may do nothing that is the team’s', async () => {
    const s = await scene()
    await refused('not_allowed', [
      close(s.visitor, s.at),
      assign(s.visitor, { ...s.at, assigneeId: null }),
      rename(s.visitor, { ...s.at, title: 'x' }),
      reply(s.visitor, { ...s.at, body: 'x', clientKey: key() }),
      note(s.visitor, { ...s.at, body: 'x', clientKey: key() }),
      history(s.visitor, s.at),
      list(s.visitor, {}),
      get(s.visitor, s.at),
      counts(s.visitor, {}),
      eventsAfter(s.visitor, { after: 0 }),
      receive(s.ana, { channelId: s.channel.id, contactId: s.contact.id, body: 'forged' }),
      markSeen(s.ana, { ...s.at, deliveredIndex: 0 }),
    ])
    const stranger = { ...s.visitor, contactId: (await makeContact(s.workspace.id)).id }
    await refused('not_found', [thread(stranger, s.at), receive(stranger, { channelId: s.channel.id, contactId: s.contact.id, body: 'x' })])
    await note(s.ana, { ...s.at, body: 'secret', clientKey: key() })
    expect((await thread(s.visitor, s.at)).messages.map((m) => m.kind)).toEqual(['message'])
  })
})

describe('everywhere', () => {
  it('an id that is unknown, another workspace’s or not a number is refused alike', async () => {
    const [s, other] = [await scene(), await scene()]
    for (const conversationId of [other.at.conversationId, 999_999_999]) {
      const at = { conversationId }
      await refused('not_found', [
        get(s.ana, at),
        thread(s.ana, at),
        history(s.ana, at),
        close(s.ana, at),
        reopen(s.ana, at),
        markPending(s.ana, at),
        snooze(s.ana, { ...at, until: later() }),
        archive(s.ana, at),
        unarchive(s.ana, at),
        mute(s.ana, { ...at, minutes: 1 }),
        unmute(s.ana, at),
        markRead(s.ana, at),
        markUnread(s.ana, at),
        rename(s.ana, { ...at, title: 'x' }),
        unassign(s.ana, at),
        setTeam(s.ana, { ...at, teamId: null }),
        addParticipants(s.ana, { ...at, userIds: [s.ben.userId] }),
        removeParticipants(s.ana, { ...at, userIds: [s.ben.userId] }),
        wake(s.house, at),
        markSeen(s.customer, { ...at, deliveredIndex: 0 }),
        reply(s.ana, { ...at, body: 'x', clientKey: key() }),
        note(s.ana, { ...at, body: 'x', clientKey: key() }),
      ])
    }
    await refused('bad_input', [
      close(s.ana, { conversationId: -1 }),
      close(s.ana, { conversationId: 1.5 }),
      close(s.ana, { conversationId: Number.NaN }),
      mute(s.ana, { ...s.at, minutes: 0 }),
      rename(s.ana, { ...s.at, title: 'x'.repeat(201) }),
    ])
    const before = await kindsOf(s.workspace.id)
    expect(before).toEqual(['conversation.started', 'message.added'])
  })

  it('a change that fails leaves nothing: no row, event, count or job', async () => {
    const s = await scene()
    const both = command({ permission: 'conversations:update', input: z.object({}) }, async (w) => {
      await snooze(w.actor, { ...s.at, until: later() })
      await archive(w.actor, s.at)
      throw new Error('the power went')
    })
    const before = [await s.row(), await counts(s.ana, {}), await kindsOf(s.workspace.id)]
    await expect(both(s.ana, {})).rejects.toThrow('the power went')
    expect([await s.row(), await counts(s.ana, {}), await kindsOf(s.workspace.id)]).toEqual(before)
    expect(await (await reader()).select().from(jobs).where(eq(jobs.workspaceId, s.workspace.id))).toEqual([])
    await expectSound(s.workspace.id)
  })

  it('events of many at once are numbered without a gap, in the order of their commits', async () => {
    const s = await scene()
    const contacts = await Promise.all(Array.from({ length: 10 }, () => makeContact(s.workspace.id)))
    await Promise.all(contacts.map((c) => receive(s.customer, { channelId: s.channel.id, contactId: c.id, body: 'x' })))
    await Promise.all(
      (await list(s.ana, {})).rows.flatMap((r) => [
        assign(s.ana, { conversationId: r.id, assigneeId: s.ana.userId }),
        close(s.ben, { conversationId: r.id }),
        archive(s.ben, { conversationId: r.id }),
      ]),
    )
    await expectSound(s.workspace.id)
  })
})

describe('lists', () => {
  it('page without a gap or a double, also where many have the same time, and across the two halves of waiting', async () => {
    const s = await makeScene()
    const contacts = await Promise.all(Array.from({ length: 12 }, () => makeContact(s.workspace.id)))
    for (const c of contacts) await receive(s.customer, { channelId: s.channel.id, contactId: c.id, body: 'x' })
    const at = new Date(1_700_000_000_000)
    await transaction((db) => db.update(conversations).set({ lastActivityAt: at, waitingSince: at }).where(eq(conversations.workspaceId, s.workspace.id)).returning())
    const ids = (await list(s.ana, { limit: 100 })).rows.map((r) => r.id)
    for (const id of ids.slice(0, 5))
      await transaction((db) => db.update(conversations).set({ needsReply: false, waitingSince: null }).where(eq(conversations.id, id)).returning())
    for (const sort of ['activity', 'waiting'] as const)
      for (const limit of [1, 2, 5, 7, 12, 13]) {
        const seen: number[] = []
        for (let cursor: string | undefined, more = true; more;) {
          const page = await list(s.ana, { sort, limit, cursor })
          seen.push(...page.rows.map((r) => r.id))
          cursor = page.next ?? undefined
          more = page.next !== null
        }
        expect(seen, `${sort} by ${limit}`).toEqual((await list(s.ana, { sort, limit: 100 })).rows.map((r) => r.id))
        expect(new Set(seen).size).toBe(12)
      }
    expect((await list(s.ana, { sort: 'waiting', needsReply: true })).rows).toHaveLength(7)
    expect((await list(s.ana, { sort: 'waiting', needsReply: false })).rows).toHaveLength(5)
    await refused(
      'bad_cursor',
      ['x', 'bnVsbA', Buffer.from('["a",9e15,1]').toString('base64url'), Buffer.from('["a",1e99,1]').toString('base64url')].map((cursor) => list(s.ana, { cursor })),
    )
  })

  it('can be narrowed by each of their filters', async () => {
    const s = await scene()
    const telegram = await makeChannel(s.workspace.id, 'telegram')
    const b = (await receive({ ...s.customer, channelId: telegram.id }, { channelId: telegram.id, contactId: s.contact.id, body: 'x' })).conversationId
    await assign(s.ana, { ...s.at, assigneeId: s.ana.userId })
    await reply(s.ana, { conversationId: b, body: 'y', clientKey: key() })
    const ids = async (f: Parameters<typeof list>[1], actor: Actor = s.ana) => (await list(actor, f)).rows.map((r) => r.id)
    expect(await ids({ assignee: 'me' })).toEqual([s.at.conversationId])
    expect(await ids({ assignee: s.ana.userId }, s.ben)).toEqual([s.at.conversationId])
    expect(await ids({ assignee: 'none' })).toEqual([b])
    expect(await ids({ channelType: 'telegram' })).toEqual([b])
    expect(await ids({ channelId: s.channel.id })).toEqual([s.at.conversationId])
    expect(await ids({ needsReply: true })).toEqual([s.at.conversationId])
    expect(await ids({ contactId: s.contact.id })).toEqual([b, s.at.conversationId])
    expect(await ids({ unread: true }, s.ben)).toEqual([b, s.at.conversationId])
    expect(await ids({ status: 'closed' })).toEqual([])
    expect(
      await (
        await reader()
      )
        .select()
        .from(participants)
        .where(and(eq(participants.userId, s.ben.userId))),
    ).toEqual([])
  })
})
