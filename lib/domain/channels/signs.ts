/** What was seen of a channel's connection: it helps an admin to see which step is done, and it is nobody else's news. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { command, type Work } from '../command'
import { rowId } from '../text'
import { loadChannel, type StoredChannel } from './load'

/** Times in unix ms. `expiresAt` null: the credentials do not end. */
export const signsInput = z.object({
  testedAt: z.number().optional(),
  calledAt: z.number().optional(),
  handshakeAt: z.number().optional(),
  refusedAt: z.number().optional(),
  polledAt: z.number().optional(),
  expiresAt: z.number().nullable().optional(),
})
export type Signs = z.output<typeof signsInput>

/** Keeps what was seen. No event: the page that shows it asks. */
export const noteSigns = command(
  { permission: 'messages:deliver', input: z.object({ channelId: rowId, signs: signsInput }) },
  async (w, { channelId, signs }): Promise<void> => {
    await storeSigns(w, await loadChannel(w, channelId), signs)
  },
)

export async function storeSigns(w: Work, c: StoredChannel, signs: Signs): Promise<void> {
  if (Object.keys(signs).length === 0) return
  await w.db
    .update(channels)
    .set({ signs: { ...c.signs, ...signs } })
    .where(eq(channels.id, c.id))
}

/** Calls come by the thousand: their time is written at most so often, ms. */
const OFTEN_MS = 60_000

/** Whether the moment is worth writing down over what is known. */
export const isNews = (known: number | undefined, now: number): boolean => known === undefined || now - known > OFTEN_MS
