import { and, asc, eq, notLike } from 'drizzle-orm'
import { z } from 'zod'
import { reader, transaction } from '@/db/client'
import { users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { parseInput } from '../command'
import { line } from '../text'

/** For the command line: whoever may run it owns the whole database, so there is no actor. Throws `bad_input`. */
export async function createWorkspace(raw: { name: string }): Promise<{ id: number; name: string }> {
  const { name } = parseInput(z.object({ name: line(80) }), raw)
  return transaction(async (db) => {
    const [made] = await db.insert(workspaces).values({ name }).returning({ id: workspaces.id, name: workspaces.name })
    if (!made) throw new Error('insert returned nothing')
    return made
  })
}

/** Every workspace of the database, oldest first, at most 1000. For the command line. */
export async function allWorkspaces(): Promise<{ id: number; name: string; isDemo: boolean; events: number; createdAt: number }[]> {
  const found = await (await reader()).select().from(workspaces).orderBy(asc(workspaces.id)).limit(1000)
  return found.map((w) => ({ id: w.id, name: w.name, isDemo: w.isDemo, events: w.eventSeq, createdAt: w.createdAt.getTime() }))
}

/** Whether people of somebody's own work here: more than the demo and made-up samples. */
export async function isInUse(): Promise<boolean> {
  const own = await (
    await reader()
  )
    .select({ id: users.id })
    .from(users)
    .innerJoin(workspaces, eq(workspaces.id, users.workspaceId))
    .where(and(eq(workspaces.isDemo, false), notLike(users.email, '%.sample.example')))
    .limit(1)
  return own.length > 0
}
