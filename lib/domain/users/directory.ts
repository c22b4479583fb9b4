import { asc, eq } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { teamMembers, users } from '@/db/schema/users'
import { teams, workspaces } from '@/db/schema/workspaces'
import { may } from '../policy'
import { query } from '../query'

export type Directory = {
  workspace: { id: number; name: string; isDemo: boolean }
  users: { id: number; name: string; email: string; role: 'admin' | 'agent'; disabled: boolean }[]
  teams: { id: number; name: string; memberIds: number[] }[]
  channels: { id: number; type: (typeof channels.$inferSelect)['type']; name: string; disabled: boolean; deleted: boolean; hasProblem: boolean }[]
}

/** Everybody and everything that rows refer to by id: small, loaded once, kept fresh by events. At most 500 of each. */
export const directory = query({ permission: 'users:read', input: z.object({}) }, async ({ db, actor }): Promise<Directory> => {
  const here = actor.workspaceId
  const [w] = await db.select().from(workspaces).where(eq(workspaces.id, here))
  const people = await db.select().from(users).where(eq(users.workspaceId, here)).orderBy(asc(users.name)).limit(500)
  const groups = await db.select().from(teams).where(eq(teams.workspaceId, here)).orderBy(asc(teams.name)).limit(500)
  const members = await db
    .select({ teamId: teamMembers.teamId, userId: teamMembers.userId })
    .from(teamMembers)
    .innerJoin(teams, eq(teams.id, teamMembers.teamId))
    .where(eq(teams.workspaceId, here))
    .limit(5000)
  // What is wrong with an account is an admin's to see.
  const isAdmin = may(actor, 'channels:manage')
  const accounts = await db.select().from(channels).where(eq(channels.workspaceId, here)).orderBy(asc(channels.name)).limit(500)
  return {
    workspace: { id: here, name: w?.name ?? '', isDemo: w?.isDemo ?? false },
    users: people.map((u) => ({ id: u.id, name: u.name, email: u.email, role: u.role, disabled: u.disabledAt !== null })),
    teams: groups.map((t) => ({ id: t.id, name: t.name, memberIds: members.filter((m) => m.teamId === t.id).map((m) => m.userId) })),
    channels: accounts.map((c) => ({
      id: c.id,
      type: c.type,
      name: c.name,
      disabled: c.disabledAt !== null,
      deleted: c.deletedAt !== null,
      hasProblem: isAdmin && hasProblem(c),
    })),
  }
})

const hasProblem = (c: typeof channels.$inferSelect) => c.problem !== null && c.disabledAt === null
