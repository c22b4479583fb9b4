import { and, eq, gt, isNull, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import { reader } from '@/db/client'
import { lockRows } from '@/db/dialects'
import type { Read } from '@/db/doors'
import { invitations, users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { system } from '../actor'
import { command, parseInput, type Work } from '../command'
import { refuse } from '../errors'
import { line, rowId } from '../text'
import { addUser, person } from './create'
import { requireStrong } from './password'
import { hashFor } from './shared-salt'
import { hashSecret, secretInput } from './secret-link'
import type { SignedIn } from './sign-in'

export type OpenInvitation = {
  id: number
  workspaceId: number
  workspaceName: string
  email: string | null
  role: 'admin' | 'agent'
  isFirst: boolean
  expiresAt: number
}

const open = (at: Date): SQL | undefined => and(isNull(invitations.acceptedAt), isNull(invitations.revokedAt), gt(invitations.expiresAt, at))

/** The invitation that a link opens. `isFirst`: whoever accepts sets the workspace up. Throws `invitation_over`. */
export async function invitationOf(token: string): Promise<OpenInvitation> {
  const db = await reader()
  const tokenHash = hashSecret(parseInput(secretInput, token))
  const [found] = await db
    .select({ invitation: invitations, workspaceName: workspaces.name })
    .from(invitations)
    .innerJoin(workspaces, eq(workspaces.id, invitations.workspaceId))
    .where(and(eq(invitations.tokenHash, tokenHash), open(new Date())))
  if (!found) refuse('invitation_over')
  const { id, workspaceId, email, role, invitedBy, expiresAt } = found.invitation
  // Nobody invited the first one: once somebody is there by another way, that link opens nothing.
  const isFirst = invitedBy === null
  if (isFirst && (await hasUsers(db, workspaceId))) refuse('invitation_over')
  return { id, workspaceId, workspaceName: found.workspaceName, email, role, isFirst, expiresAt: expiresAt.getTime() }
}

const hasUsers = async (db: Read, workspaceId: number) => (await db.select({ id: users.id }).from(users).where(eq(users.workspaceId, workspaceId)).limit(1)).length > 0

const input = person.extend({ token: secretInput, workspaceName: line(80).optional() })

/**
 * Joins by a link and is signed in; `workspaceName` is heard only from the one who sets the workspace up. Of several who
 * use one link at once, one joins. Throws `invitation_over`, `invitation_for_another`, `email_taken`, `weak_password`.
 */
export async function acceptInvitation(raw: z.input<typeof input>): Promise<SignedIn> {
  const { token, password, ...who } = parseInput(input, raw)
  // Before the slow hash: without a good link nobody makes the server work.
  const invitation = await invitationOf(token)
  if (invitation.email !== null && invitation.email !== who.email) refuse('invitation_for_another')
  requireStrong(password, who)
  const made = await join(system(invitation.workspaceId), {
    ...who,
    passwordHash: await hashFor(who.email, password),
    invitationId: invitation.id,
    isFirst: invitation.isFirst,
  })
  return {
    actor: { kind: 'user', workspaceId: invitation.workspaceId, userId: made.id, role: invitation.role },
    name: who.name,
    email: who.email,
    sessionVersion: 1,
  }
}

const join = command(
  {
    permission: 'users:manage',
    input: person.omit({ password: true }).extend({ passwordHash: z.string(), invitationId: rowId, isFirst: z.boolean(), workspaceName: line(80).optional() }),
  },
  async (w, input) => {
    const role = await useUp(w, input.invitationId)
    if (input.isFirst) await nameWorkspace(w, input.workspaceName)
    w.record('invitation.changed', { invitationId: input.invitationId, to: 'accepted' })
    return addUser(w, { name: input.name, email: input.email, passwordHash: input.passwordHash, role })
  },
)

/** Only one transaction finds it unused. */
async function useUp(w: Work, id: number): Promise<'admin' | 'agent'> {
  const [used] = await w.db
    .update(invitations)
    .set({ acceptedAt: w.at })
    .where(and(eq(invitations.id, id), open(w.at)))
    .returning({ role: invitations.role })
  return used?.role ?? refuse('invitation_over')
}

/** The first one names the workspace; every other printed link is over once somebody is there. */
async function nameWorkspace(w: Work, name: string | undefined): Promise<void> {
  // Held first and asked after: of two links used at once the second sees who came by the first.
  await lockRows(w.db.select({ id: workspaces.id }).from(workspaces).where(eq(workspaces.id, w.workspaceId)), workspaces)
  if (await hasUsers(w.db, w.workspaceId)) refuse('invitation_over')
  if (name !== undefined) await w.db.update(workspaces).set({ name }).where(eq(workspaces.id, w.workspaceId))
}
