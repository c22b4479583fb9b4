import { desc, eq, inArray } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { lockName } from '@/db/dialects'
import { invitations, users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { INVITATION_LASTS } from './invite'
import { hashSecret, newSecret } from './secret-link'

/** Printed links that work at the same time. */
const LINKS_MAX = 100

/**
 * The path of a one-time link for the first admin of a database in which nobody can sign in; null once somebody can.
 * Each call makes a new link; the newest 100 work until one of them is used.
 */
export async function createSetUpLink(workspaceName = 'Parley'): Promise<string | null> {
  const token = newSecret()
  const made = await transaction(async (db) => {
    // One node at a time: two that find the database empty would make two workspaces.
    await lockName(db, 'set-up')
    const [somebody] = await db.select({ id: users.id }).from(users).limit(1)
    if (somebody) return false
    const [known] = await db.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.id).limit(1)
    const [workspace] = known ? [known] : await db.insert(workspaces).values({ name: workspaceName }).returning({ id: workspaces.id })
    if (!workspace) throw new Error('the workspace was not inserted')
    const now = new Date()
    // Nodes that start together each print one, and whichever is read must work. A server that restarts for ever makes no end of them.
    const old = db
      .select({ id: invitations.id })
      .from(invitations)
      .where(eq(invitations.workspaceId, workspace.id))
      .orderBy(desc(invitations.id))
      .limit(LINKS_MAX)
      .offset(LINKS_MAX - 1)
    await db.delete(invitations).where(inArray(invitations.id, old))
    await db
      .insert(invitations)
      .values({ workspaceId: workspace.id, role: 'admin', tokenHash: hashSecret(token), expiresAt: new Date(now.getTime() + INVITATION_LASTS) })
      .returning({ id: invitations.id })
    return true
  })
  return made ? `/set-up/${token}` : null
}
