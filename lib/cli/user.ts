/** The person a command is about: their email is theirs alone in the whole database. */
import { eq } from 'drizzle-orm'
import { reader } from '@/db/client'
import { users } from '@/db/schema/users'
import type { Actor } from '@/lib/domain/actor'
import { Failure, needed, type Values } from './command'

export const userOptions = { email: { type: 'string' } } as const

/** With the actor of their workspace. */
export async function findUser(values: Values) {
  const email = needed(values, 'email').trim().toLowerCase()
  const [user] = await (await reader()).select({ id: users.id, email: users.email, workspaceId: users.workspaceId }).from(users).where(eq(users.email, email))
  if (!user) throw new Failure(`Nobody signs in with ${email}.`)
  return { user, actor: { kind: 'system', workspaceId: user.workspaceId } satisfies Actor } as const
}
