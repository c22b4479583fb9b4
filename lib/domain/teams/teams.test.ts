import { describe, expect, it } from 'vitest'
import { makeScene, makeUser } from '@/db/factories'
import { kindsOf, refused } from '../testing/expect'
import { directory } from '../users/directory'
import { addMember } from './add-member'
import { createTeam } from './create'
import { removeTeam } from './remove'
import { removeMember } from './remove-member'
import { renameTeam } from './rename'

describe('teams', () => {
  it('are made, filled, renamed and taken away by admins, each said once', async () => {
    const s = await makeScene()
    const t = await createTeam(s.ana, { name: ' Returns ' })
    expect(t.name).toBe('Returns')
    await addMember(s.ana, { teamId: t.id, userId: s.ben.userId })
    await addMember(s.ana, { teamId: t.id, userId: s.ben.userId })
    await renameTeam(s.ana, { teamId: t.id, name: 'Refunds' })
    await renameTeam(s.ana, { teamId: t.id, name: 'Refunds' })
    expect((await directory(s.ben, {})).teams).toEqual([{ id: t.id, name: 'Refunds', memberIds: [s.ben.userId] }])
    await removeMember(s.ana, { teamId: t.id, userId: s.ben.userId })
    await removeMember(s.ana, { teamId: t.id, userId: s.ben.userId })
    await removeTeam(s.ana, { teamId: t.id })
    await expect(removeTeam(s.ana, { teamId: t.id })).rejects.toMatchObject({ reason: 'not_found' })
    expect((await directory(s.ben, {})).teams).toEqual([])
    expect(await kindsOf(s.workspace.id)).toEqual(Array(5).fill('team.changed'))
  })

  it('refuse a taken name, strangers and agents', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const t = await createTeam(s.ana, { name: 'Returns' })
    await expect(createTeam(s.ana, { name: 'Returns' })).rejects.toMatchObject({ reason: 'name_taken' })
    const u = await createTeam(s.ana, { name: 'Sales' })
    await expect(renameTeam(s.ana, { teamId: u.id, name: 'Returns' })).rejects.toMatchObject({ reason: 'name_taken' })
    await createTeam(other.ana, { name: 'Returns' })
    await expect(addMember(s.ana, { teamId: t.id, userId: other.ben.userId })).rejects.toMatchObject({ reason: 'not_found' })
    await expect(addMember(other.ana, { teamId: t.id, userId: other.ben.userId })).rejects.toMatchObject({ reason: 'not_found' })
    const off = await makeUser(s.workspace.id, { disabledAt: new Date() })
    await expect(addMember(s.ana, { teamId: t.id, userId: off.id })).rejects.toMatchObject({ reason: 'user_disabled' })
    await refused('not_allowed', [
      createTeam(s.ben, { name: 'x' }),
      renameTeam(s.ben, { teamId: t.id, name: 'x' }),
      removeTeam(s.ben, { teamId: t.id }),
      addMember(s.ben, { teamId: t.id, userId: s.ben.userId }),
      removeMember(s.ben, { teamId: t.id, userId: s.ben.userId }),
    ])
  })
})
