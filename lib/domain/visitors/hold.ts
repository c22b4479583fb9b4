/** Holding a visitor for a change. Not a verb. */
import { and, eq, isNull } from 'drizzle-orm'
import { lockRows } from '@/db/dialects'
import { visitors } from '@/db/schema/contacts'
import type { Work } from '../command'
import { refuse } from '../errors'
import type { VisitorActor } from './begin'

/**
 * The acting visitor, locked: signing in may have moved them to another contact since the request began, and what they
 * write must follow. Throws `session_over`.
 */
export async function holdVisitor(w: Work): Promise<VisitorActor> {
  if (w.actor.kind !== 'visitor') throw new Error('only a visitor can do this')
  const [v] = await lockRows(
    w.db
      .select()
      .from(visitors)
      .where(and(eq(visitors.id, w.actor.visitorId), eq(visitors.workspaceId, w.workspaceId), isNull(visitors.endedAt))),
    visitors,
  )
  return v ? { ...w.actor, contactId: v.contactId } : refuse('session_over')
}
