/** Who may open a page of the settings. */
import { forbidden } from 'next/navigation'
import { type Permission, may } from '@/lib/domain/policy'
import { requireActor, type UserActor } from './session'

/** The signed-in user if they may do this; others get the "no permission" page with status 403. */
export async function requirePermission(permission: Permission): Promise<UserActor> {
  const actor = await requireActor()
  return may(actor, permission) ? actor : forbidden()
}
