/** Within what an address means somebody: Facebook and Instagram call the same person differently to each page. Not a verb. */
import type { channels } from '@/db/schema/channels'

/** '' where addresses are the same everywhere. The page, not the channel: connected anew, its customers are the same people. */
export function scopeOf(c: Pick<typeof channels.$inferSelect, 'id' | 'type' | 'settings'>): string {
  const account = c.type === 'messenger' ? c.settings.pageId : c.type === 'instagram' ? c.settings.accountId : ''
  return typeof account === 'string' ? account.slice(0, 200) : ''
}
