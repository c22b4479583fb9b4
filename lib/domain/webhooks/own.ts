/** Which endpoints an actor may manage: those of their workspace. Not a verb; the policy lets only admins come this far. */
import { eq, type SQL } from 'drizzle-orm'
import { webhooks } from '@/db/schema/programs'
import type { Actor } from '../actor'

export const endpointsOf = (actor: Actor): SQL => eq(webhooks.workspaceId, actor.workspaceId)
