/** What many domain tests ask: is this refused, what was said, what do the counts say. */
import { asc, eq } from 'drizzle-orm'
import { expect } from 'vitest'
import { reader } from '@/db/client'
import { events } from '@/db/schema/events'
import type { Reason } from '../errors'

/** Each of the attempts, already under way together, fails for this reason. */
export async function refused(reason: Reason, attempts: readonly Promise<unknown>[]): Promise<void> {
  await Promise.all(attempts.map((a, i) => expect(a, `attempt ${i}`).rejects.toMatchObject({ reason })))
}

/** Everything that happened in a workspace, in order. */
export const eventsOf = async (workspaceId: number) => (await reader()).select().from(events).where(eq(events.workspaceId, workspaceId)).orderBy(asc(events.seq))

/** The kinds of it. */
export const kindsOf = async (workspaceId: number) => (await eventsOf(workspaceId)).map((e) => e.kind)

/** A key for a message. */
export const key = () => crypto.randomUUID()
