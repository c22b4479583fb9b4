/** Which endpoints an actor may see and change: an admin everybody's of the workspace, anybody else their own. Not a verb. */
import { and, eq, type SQL } from 'drizzle-orm'
import { webhooks } from '@/db/schema/programs'
import { type Actor, personOf } from '../actor'

export function endpointsOf(actor: Actor): SQL | undefined {
  const all = actor.kind === 'system' || ((actor.kind === 'user' || actor.kind === 'token') && actor.role === 'admin')
  return and(eq(webhooks.workspaceId, actor.workspaceId), all ? undefined : eq(webhooks.userId, personOf(actor) ?? 0))
}
