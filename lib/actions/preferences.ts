'use server'
/** One preference at a time, from the inbox's own menu. */
import { changeProfile } from '@/lib/domain/users/profile'
import { type Input, run } from './run'

export async function keepPreferencesAction(preferences: NonNullable<Input<typeof changeProfile>['preferences']>) {
  return run(changeProfile, { preferences })
}
