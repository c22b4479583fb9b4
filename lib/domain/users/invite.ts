import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { invitations, ROLES, users } from '@/db/schema/users'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { email, rowId } from '../text'
import { hashSecret, newSecret } from './secret-link'

/** 7 days, in milliseconds. */
export const INVITATION_LASTS = 7 * 86_400_000

export type NewInvitation = { id: number; token: string; expiresAt: number }

/**
 * Makes a link by which one person may join: with `email`, only the one of that address. The token is in the answer and nowhere else. Throws
 * `email_taken` for a colleague's; whether the email signs in to another workspace is nobody's to know.
 */
export const invite = command(
  { permission: 'users:manage', input: z.object({ email: email.nullish(), role: z.enum(ROLES).default('agent') }) },
  async (w, input): Promise<NewInvitation> => {
    if (input.email) {
      const [known] = await w.db
        .select({ id: users.id })
        .from(users)
        .where(and(eq(users.workspaceId, w.workspaceId), eq(users.email, input.email)))
      if (known) refuse('email_taken')
    }
    const token = newSecret()
    const expiresAt = new Date(w.at.getTime() + INVITATION_LASTS)
    const [made] = await w.db
      .insert(invitations)
      .values({ workspaceId: w.workspaceId, email: input.email ?? null, role: input.role, tokenHash: hashSecret(token), invitedBy: personOf(w.actor), expiresAt })
      .returning({ id: invitations.id })
    if (!made) throw new Error('the invitation was not inserted')
    w.record('invitation.changed', { invitationId: made.id, to: 'open' })
    return { id: made.id, token, expiresAt: expiresAt.getTime() }
  },
)

/** Withdraws an invitation that nobody has used. Throws `invitation_over` when it was used, `not_found`. */
export const revokeInvitation = command({ permission: 'users:manage', input: z.object({ invitationId: rowId }) }, async (w, { invitationId }) => {
  const here = and(eq(invitations.id, invitationId), eq(invitations.workspaceId, w.workspaceId))
  const [done] = await w.db
    .update(invitations)
    .set({ revokedAt: w.at })
    .where(and(here, isNull(invitations.acceptedAt), isNull(invitations.revokedAt)))
    .returning({ id: invitations.id })
  if (done) return w.record('invitation.changed', { invitationId, to: 'revoked' })
  const [found] = await w.db.select({ revokedAt: invitations.revokedAt }).from(invitations).where(here)
  if (!found) refuse('not_found')
  if (!found.revokedAt) refuse('invitation_over')
})
