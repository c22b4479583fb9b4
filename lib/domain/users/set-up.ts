import { and, eq, isNull } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { invitations, users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { INVITATION_LASTS } from './invite'
import { hashSecret, newSecret } from './secret-link'

/**
 * The path of a one-time link for the first admin of a database in which nobody can sign in; null once somebody can.
 * Each call makes a new link and ends the earlier ones, so that only the newest start's works.
 */
export async function createSetUpLink(workspaceName = 'Parley'): Promise<string | null> {
  const token = newSecret()
  const made = await transaction(async (db) => {
    const [somebody] = await db.select({ id: users.id }).from(users).limit(1)
    if (somebody) return false
    const [known] = await db.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.id).limit(1)
    const [workspace] = known ? [known] : await db.insert(workspaces).values({ name: workspaceName }).returning({ id: workspaces.id })
    if (!workspace) throw new Error('the workspace was not inserted')
    const now = new Date()
    await db
      .update(invitations)
      .set({ revokedAt: now })
      .where(and(eq(invitations.workspaceId, workspace.id), isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
      .returning({ id: invitations.id })
    await db
      .insert(invitations)
      .values({ workspaceId: workspace.id, role: 'admin', tokenHash: hashSecret(token), expiresAt: new Date(now.getTime() + INVITATION_LASTS) })
      .returning({ id: invitations.id })
    return true
  })
  return made ? `/set-up/${token}` : null
}
