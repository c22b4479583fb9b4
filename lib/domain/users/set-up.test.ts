import { expect, it } from 'vitest'
import { makeUser, makeWorkspace } from '@/db/factories'
import { transaction } from '@/db/client'
import { invitations } from '@/db/schema/users'
import { hashSecret } from './secret-link'
import { acceptInvitation, invitationOf } from './accept-invitation'
import { allWorkspaces } from '../workspaces/create'
import { createSetUpLink } from './set-up'

const tokenOf = (path: string | null) => path?.replace('/set-up/', '') ?? ''

// Its own file: it needs a database in which there is nobody at all.
it('lets the first admin in by any link that was printed, one of all of them, and then makes no more', async () => {
  // Three nodes that start at the same moment, and one that starts again.
  const links = (await Promise.all([createSetUpLink(), createSetUpLink(), createSetUpLink()])).map(tokenOf)
  links.push(tokenOf(await createSetUpLink()))
  expect(await allWorkspaces()).toHaveLength(1)
  for (const token of links) expect(await invitationOf(token)).toMatchObject({ isFirst: true, role: 'admin', workspaceName: 'Parley' })
  const joined = await Promise.allSettled(
    links.flatMap((token, i) =>
      ['ana', 'eve'].map((who) =>
        acceptInvitation({ token, name: 'First', email: `${who}${i}@example.test`, password: 'a long enough secret', workspaceName: 'Harbour' }),
      ),
    ),
  )
  expect(joined.filter((r) => r.status === 'fulfilled')).toHaveLength(1)
  for (const token of links) await expect(invitationOf(token)).rejects.toMatchObject({ reason: 'invitation_over' })
  expect((await allWorkspaces()).map((w) => w.name)).toEqual(['Harbour'])
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
