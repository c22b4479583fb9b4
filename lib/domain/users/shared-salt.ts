/** One email in several workspaces: its passwords share a salt, so that a sign-in derives one key and not one for each. */
import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { reader } from '@/db/client'
import { users } from '@/db/schema/users'
import { hashPassword } from './password'

/** The text to keep of a password for this email. Never fails for any string; throws `busy`. */
export async function hashFor(email: string, password: string): Promise<string> {
  const db = await reader()
  const known = and(eq(users.email, email), isNotNull(users.passwordHash))
  const [oldest] = await db.select({ hash: users.passwordHash }).from(users).where(known).orderBy(asc(users.id)).limit(1)
  return hashPassword(password, oldest?.hash)
}
