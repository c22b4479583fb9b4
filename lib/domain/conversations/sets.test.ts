import { describe, expect, it } from 'vitest'
import { makeScene, makeUser } from '@/db/factories'
import { expectSound } from '../testing/recount'
import { addParticipants, removeParticipants } from './participants'
import { startTeam } from './start'

describe('a set of people', () => {
  it('has at most one conversation, however many come to it at once', async () => {
    const s = await makeScene()
    const [cleo, dan] = [await makeUser(s.workspace.id), await makeUser(s.workspace.id)]
    const [ana, ben] = [s.users.ana.id, s.users.ben.id]
    const pairs = await Promise.all([startTeam(s.ana, { userIds: [ben] }), startTeam(s.ana, { userIds: [cleo.id] }), startTeam(s.ana, { userIds: [ben, dan.id] })])
    const [ab, ac, abd] = pairs.map((r) => r.id)
    const all = { userIds: [ben, cleo.id] }
    const done = await Promise.all([
      addParticipants(s.ana, { conversationId: ab!, userIds: [cleo.id] }),
      addParticipants(s.ana, { conversationId: ac!, userIds: [ben] }),
      startTeam(s.ana, all),
      startTeam(s.ben, { userIds: [ana, cleo.id] }),
    ])
    expect(done.map((r) => r.members)).toEqual([
      [ana, ben, cleo.id],
      [ana, ben, cleo.id],
      [ana, ben, cleo.id],
      [ana, ben, cleo.id],
    ])
    const found = await Promise.all([startTeam(s.ana, all), startTeam(s.ben, { userIds: [cleo.id, ana] })])
    expect(new Set(found.map((r) => r.id)).size).toBe(1)
    // The conversation that left its set is found by its new one, and the old set begins anew.
    await removeParticipants(s.ana, { conversationId: abd!, userIds: [dan.id] })
    expect((await startTeam(s.ana, { userIds: [ben] })).id).toBe(abd)
    await expectSound(s.workspace.id)
  })
})
