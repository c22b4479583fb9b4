/** Within what an address means somebody: some providers call the same person differently to each account. Not a verb. */
import type { channels } from '@/db/schema/channels'
import { kindOf } from '@/lib/channels/kinds'

/** '' where addresses are the same everywhere. The account, not the channel: connected anew, its customers are the same people. */
export function scopeOf(c: Pick<typeof channels.$inferSelect, 'id' | 'type' | 'settings'>): string {
  const { scope } = kindOf(c.type)
  const account = scope === undefined ? '' : c.settings[scope]
  return typeof account === 'string' ? account.slice(0, 200) : ''
}
