/** The provider tells that an approved text may be sent, or may not any more. */
import { and, eq } from 'drizzle-orm'
import { messageTemplates } from '@/db/schema/templates'
import type { Arrival, Outcome } from './outcome'

/** What it says counts at once; its words are read anew by a job. */
export async function takeTemplate({ w, channel, e }: Arrival<'template'>): Promise<Outcome> {
  await w.db
    .update(messageTemplates)
    .set({ status: e.status, updatedAt: w.at })
    .where(and(eq(messageTemplates.channelId, channel.id), eq(messageTemplates.name, e.name), eq(messageTemplates.language, e.language)))
  w.record('templates.changed', { channelId: channel.id, stale: true })
  return {}
}
