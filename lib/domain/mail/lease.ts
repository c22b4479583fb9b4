/** Which process follows which mailbox. Several share a database; each mailbox is one process's for a while. No verbs: it spans workspaces. */
import { and, eq, inArray, lt, or, sql } from 'drizzle-orm'
import { transaction } from '@/db/client'
import { mailboxLeases } from '@/db/schema/mail'

/** Takes, or holds on to, those that nobody else has, for `ms`. Returns which are `holder`'s now. */
export async function takeLeases(channelIds: readonly number[], holder: string, ms: number, now = Date.now()): Promise<Set<number>> {
  const mine = new Set<number>()
  const until = new Date(now + ms)
  for (let i = 0; i < channelIds.length; i += 200) {
    const values = channelIds.slice(i, i + 200).map((channelId) => ({ channelId, holder, until }))
    const got = await transaction((db) =>
      db
        .insert(mailboxLeases)
        .values(values)
        .onConflictDoUpdate({
          target: mailboxLeases.channelId,
          set: { holder: sql`excluded.holder`, until: sql`excluded.until` },
          setWhere: or(eq(mailboxLeases.holder, holder), lt(mailboxLeases.until, new Date(now))),
        })
        .returning({ channelId: mailboxLeases.channelId }),
    )
    for (const g of got) mine.add(g.channelId)
  }
  return mine
}

/** Whoever wants them may have them at once. */
export async function leaveLeases(channelIds: readonly number[], holder: string): Promise<void> {
  if (channelIds.length === 0) return
  await transaction((db) =>
    db
      .delete(mailboxLeases)
      .where(and(eq(mailboxLeases.holder, holder), inArray(mailboxLeases.channelId, [...channelIds])))
      .returning({ channelId: mailboxLeases.channelId }),
  )
}
