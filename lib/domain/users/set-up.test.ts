import { expect, it } from 'vitest'
import { makeUser, makeWorkspace } from '@/db/factories'
import { transaction } from '@/db/client'
import { invitations } from '@/db/schema/users'
import { hashSecret } from './secret-link'
import { acceptInvitation, invitationOf } from './accept-invitation'
import { createSetUpLink } from './set-up'

const tokenOf = (path: string | null) => path?.replace('/set-up/', '') ?? ''

// Its own file: it needs a database in which there is nobody at all.
it('lets the first admin in by the newest link only, and then makes no more', async () => {
  const first = tokenOf(await createSetUpLink())
  const second = tokenOf(await createSetUpLink())
  await expect(invitationOf(first)).rejects.toMatchObject({ reason: 'invitation_over' })
  expect(await invitationOf(second)).toMatchObject({ isFirst: true, role: 'admin', workspaceName: 'Parley' })
  const joined = await Promise.allSettled(
    ['ana@example.test', 'eve@example.test'].map((email) =>
      acceptInvitation({ token: second, name: 'First', email, password: 'a long enough secret', workspaceName: 'Harbour' }),
    ),
  )
  expect(joined.map((r) => r.status).toSorted()).toEqual(['fulfilled', 'rejected'])
  await expect(invitationOf(second)).rejects.toMatchObject({ reason: 'invitation_over' })
  expect(await createSetUpLink()).toBeNull()
})

it('opens nothing once somebody is there by another way', async () => {
  const { id: workspaceId } = await makeWorkspace()
  const token = 'a link that an earlier start printed'
  await transaction((db) =>
    db
      .insert(invitations)
      .values({ workspaceId, role: 'admin', tokenHash: hashSecret(token), expiresAt: new Date(Date.now() + 60_000) })
      .returning({ id: invitations.id }),
  )
  await expect(invitationOf(token)).resolves.toMatchObject({ isFirst: true })
  // As the command line does.
  await makeUser(workspaceId, { role: 'admin' })
  await expect(invitationOf(token)).rejects.toMatchObject({ reason: 'invitation_over' })
  await expect(acceptInvitation({ token, name: 'Eve', email: 'eve@elsewhere.test', password: 'a long enough secret' })).rejects.toMatchObject({
    reason: 'invitation_over',
  })
})
