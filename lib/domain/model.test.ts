/** Random people doing random things, some at the same moment: whatever happens, the house stays in order. */
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { makeChannel, makeContact, makeScene, makeUser } from '@/db/factories'
import type { Actor } from './actor'
import { mergeContacts } from './contacts/merge'
import { unmergeContacts } from './contacts/unmerge'
import { updateContact } from './contacts/update'
import { archive, unarchive } from './conversations/archive'
import { assign } from './conversations/assign'
import { close } from './conversations/close'
import { markPending } from './conversations/mark-pending'
import { markRead } from './conversations/mark-read'
import { markUnread } from './conversations/mark-unread'
import { merge } from './conversations/merge'
import { mute, unmute } from './conversations/mute'
import { addParticipants, removeParticipants } from './conversations/participants'
import { rename } from './conversations/rename'
import { reopen } from './conversations/reopen'
import { setTeam } from './conversations/set-team'
import { snooze } from './conversations/snooze'
import { startCustomer, startTeam } from './conversations/start'
import { wake } from './conversations/wake'
import { DomainError } from './errors'
import { edit } from './messages/edit'
import { note } from './messages/note'
import { receive } from './messages/receive'
import { remove } from './messages/remove'
import { reply } from './messages/reply'
import { createTeam } from './teams/create'
import { follow, load } from './testing/client'
import { key } from './testing/expect'
import { expectSound } from './testing/recount'

const step = fc.record({ what: fc.nat(32), who: fc.nat(2), at: fc.nat(7), n: fc.nat(4) })
/** Each group happens at the same moment. */
const story = fc.array(fc.array(step, { minLength: 1, maxLength: 3 }), { minLength: 5, maxLength: 25 })
type Step = { what: number; who: number; at: number; n: number }

async function makeWorld() {
  const s = await makeScene()
  const cleo = await makeUser(s.workspace.id, { name: 'Cleo' })
  const users = [s.ana, s.ben, { kind: 'user', workspaceId: s.workspace.id, userId: cleo.id, role: 'agent' } as const]
  const channels = [s.channel.id, (await makeChannel(s.workspace.id, 'telegram')).id]
  const contacts = [s.contact.id, (await makeContact(s.workspace.id)).id]
  const team = await createTeam(s.ana, { name: 'Returns' })
  return { s, users, channels, contacts, team, conversations: new Set<number>(), written: new Set<number>(), keys: [key(), key()], merges: new Set<number>() }
}
type World = Awaited<ReturnType<typeof makeWorld>>

const pick = <T>(from: readonly T[] | Set<T>, n: number): T => {
  const all = [...from]
  return all[n % all.length]!
}

/** One thing somebody does. The number of arms is the number of kinds of things. */
async function act(w: World, { what, who, at, n }: Step): Promise<void> {
  const me = pick(w.users, who)
  const [channelId, contactId] = [pick(w.channels, at), pick(w.contacts, n)]
  const channel: Actor = { kind: 'channel', workspaceId: me.workspaceId, channelId }
  const arrives = async () => {
    const m = await receive(channel, { channelId, contactId, body: `in ${n}`, quiet: n === 4, clientKey: n === 3 ? pick(w.keys, at) : undefined })
    w.conversations.add(m.conversationId)
    w.written.add(m.id)
  }
  if (w.conversations.size === 0 || what < 4) return arrives()
  const conversationId = pick(w.conversations, at)
  const other = pick(w.users, n).userId
  const wrote = async (m: Promise<{ id: number }>) => void w.written.add((await m).id)
  const began = async (row: Promise<{ id: number }>) => void w.conversations.add((await row).id)
  const acts: (() => Promise<unknown>)[] = [
    () => wrote(reply(me, { conversationId, body: `out ${n}`, clientKey: n === 0 ? pick(w.keys, at) : key(), seenIndex: n === 1 ? 0 : undefined })),
    () => wrote(note(me, { conversationId, body: `note ${n}`, clientKey: key() })),
    () => assign(me, { conversationId, assigneeId: n === 0 ? null : other }),
    () => close(me, { conversationId }),
    () => reopen(me, { conversationId }),
    () => markPending(me, { conversationId }),
    () => snooze(me, { conversationId, until: Date.now() + 1 + n * 20 }),
    () => wake(w.s.house, { conversationId }),
    () => archive(me, { conversationId }),
    () => archive(me, { conversationId }),
    () => unarchive(me, { conversationId }),
    () => mute(me, { conversationId, minutes: n + 1 }),
    () => unmute(me, { conversationId }),
    () => markRead(me, { conversationId, index: n === 0 ? undefined : n }),
    () => markUnread(me, { conversationId, fromIndex: n === 0 ? undefined : n }),
    () => rename(me, { conversationId, title: `t${n}` }),
    () => setTeam(me, { conversationId, teamId: n % 2 ? w.team.id : null }),
    () => addParticipants(me, { conversationId, userIds: [other] }),
    () => removeParticipants(me, { conversationId, userIds: [other] }),
    () => began(startTeam(me, { userIds: n === 0 ? w.users.map((u) => u.userId) : [other] })),
    () => began(startCustomer(me, { channelId, contactId, fresh: n === 0 })),
    () => edit(me, { messageId: pick(w.written, at + n), body: `edited ${n}` }),
    () => remove(me, { messageId: pick(w.written, at + n) }),
    () => updateContact(me, { contactId, name: `Name ${n}` }),
    async () => {
      const { mergeId } = await mergeContacts(me, { into: contactId, from: pick(w.contacts, n + 1), choice: at % 2 ? { name: 'from' } : {} })
      if (mergeId !== null) w.merges.add(mergeId)
    },
    async () => void (w.merges.size > 0 && (await unmergeContacts(me, { mergeId: pick(w.merges, n) }))),
    () => merge(me, { conversationId, sourceId: pick(w.conversations, n) }),
    arrives,
  ]
  await pick(acts, what - 4)()
}

/** A refusal is an answer; anything else is a bug. */
const allowed = (e: unknown) => {
  if (!(e instanceof DomainError)) throw e
}

it('keeps counts, indexes, event numbers and every client right', { timeout: 120_000 }, async () => {
  // Looked at between stories: one that was cut off in the middle would go on beside the next test.
  const end = Date.now() + Number(process.env.MODEL_MS ?? 12_000)
  await fc.assert(
    fc.asyncProperty(story, async (groups) => {
      if (Date.now() > end) return
      const w = await makeWorld()
      const started = await Promise.all(w.users.map(async (u) => ({ u, seen: await load(u) })))
      for (const group of groups) await Promise.all(group.map((s) => act(w, s).catch(allowed)))
      await expectSound(w.s.workspace.id)
      // One thing came before the first load: the team was made.
      for (const { u, seen } of started) expect(await follow(u, seen, 1)).toEqual(await load(u))
    }),
    { numRuns: Number(process.env.MODEL_RUNS ?? 40), seed: process.env.MODEL_SEED ? Number(process.env.MODEL_SEED) : 20_261_120 },
  )
})
