import { desc, eq, inArray } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { sessions } from '@/db/schema/users'
import { clean } from '../text'

/** Browsers of one person; whoever signs in with more ends the oldest. */
const MAX = 50

/** Begins a session of somebody who has just proved who they are. `address`: where they come from. Returns its id. */
export async function beginSession(userId: number, from: { userAgent: string; address: string }): Promise<number> {
  return transaction(async (db) => {
    const [made] = await db
      .insert(sessions)
      .values({ userId, userAgent: clean(from.userAgent).slice(0, 300), address: from.address.slice(0, 100), lastSeenAt: new Date() })
      .returning({ id: sessions.id })
    if (!made) throw new Error('insert returned nothing')
    const old = db.select({ id: sessions.id }).from(sessions).where(eq(sessions.userId, userId)).orderBy(desc(sessions.id)).limit(MAX).offset(MAX)
    await db.delete(sessions).where(inArray(sessions.id, old))
    return made.id
  })
}
