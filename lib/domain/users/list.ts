import { and, asc, desc, eq, gt, isNull, lt, or } from 'drizzle-orm'
import { z } from 'zod'
import { invitations, users } from '@/db/schema/users'
import { decodeCursor, encodeCursor } from '../cursor'
import { query } from '../query'

const page = z.object({ limit: z.number().int().min(1).max(100).default(50), cursor: z.string().max(1000).optional() })

/** `createdAt` unix ms. */
export type UserView = { id: number; name: string; email: string; role: 'admin' | 'agent'; disabled: boolean; createdAt: number }

/** Everybody of the workspace by name, those switched off too. Throws `bad_cursor`. */
export const listUsers = query({ permission: 'users:manage', input: page }, async ({ db, actor }, input): Promise<{ rows: UserView[]; next: string | null }> => {
  const from = input.cursor === undefined ? null : decodeCursor(input.cursor, z.tuple([z.string().max(400), z.number().int()]))
  const after = from ? or(gt(users.name, from[0]), and(eq(users.name, from[0]), gt(users.id, from[1]))) : undefined
  const found = await db
    .select()
    .from(users)
    .where(and(eq(users.workspaceId, actor.workspaceId), after))
    .orderBy(asc(users.name), asc(users.id))
    .limit(input.limit + 1)
  const rows = found
    .slice(0, input.limit)
    .map((u) => ({ id: u.id, name: u.name, email: u.email, role: u.role, disabled: u.disabledAt !== null, createdAt: u.createdAt.getTime() }))
  const last = rows.at(-1)
  return { rows, next: last && found.length > input.limit ? encodeCursor([last.name, last.id]) : null }
})

/** Times in unix ms. */
export type InvitationView = {
  id: number
  email: string | null
  role: 'admin' | 'agent'
  invitedBy: string | null
  createdAt: number
  expiresAt: number
  expired: boolean
}

/** Invitations that were neither used nor withdrawn, newest first. Throws `bad_cursor`. */
export const listInvitations = query(
  { permission: 'users:manage', input: page },
  async ({ db, actor }, input): Promise<{ rows: InvitationView[]; next: string | null }> => {
    const from = input.cursor === undefined ? null : decodeCursor(input.cursor, z.tuple([z.number().int()]))
    const found = await db
      .select({ i: invitations, invitedBy: users.name })
      .from(invitations)
      .leftJoin(users, eq(users.id, invitations.invitedBy))
      .where(
        and(
          eq(invitations.workspaceId, actor.workspaceId),
          isNull(invitations.acceptedAt),
          isNull(invitations.revokedAt),
          from ? lt(invitations.id, from[0]) : undefined,
        ),
      )
      .orderBy(desc(invitations.id))
      .limit(input.limit + 1)
    const now = Date.now()
    const rows = found.slice(0, input.limit).map(({ i, invitedBy }) => ({
      id: i.id,
      email: i.email,
      role: i.role,
      invitedBy,
      createdAt: i.createdAt.getTime(),
      expiresAt: i.expiresAt.getTime(),
      expired: i.expiresAt.getTime() <= now,
    }))
    const last = rows.at(-1)
    return { rows, next: last && found.length > input.limit ? encodeCursor([last.id]) : null }
  },
)
