import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { command } from '../command'
import { refuse } from '../errors'
import { takeKept } from '../inbound/lane'
import { cleanLine, rowId } from '../text'
import { loadChannel, loadDeleted } from './load'

/** How long it can be brought back, ms. */
export const REGRET_MS = 10 * 60_000

const isOver = (deletedAt: Date | null, now: number) => now >= (deletedAt?.getTime() ?? 0) + REGRET_MS

/**
 * Deletes a channel: from now on nothing comes and nothing leaves, its address answers nobody, and its conversations can be
 * read and not answered. What it held (secrets, identities, cursors, what arrived) goes ten minutes later, for good;
 * until then `restoreChannel` brings it back. `name`: its name, said as a confirmation. Admins only. Throws `not_found`,
 * `name_differs`.
 */
export const deleteChannel = command(
  { permission: 'channels:manage', input: z.object({ channelId: rowId, name: z.string().max(400) }) },
  async (w, input): Promise<{ purgeAt: number }> => {
    const c = await loadChannel(w, input.channelId)
    if (cleanLine(input.name) !== c.name) refuse('name_differs', { field: 'name' })
    const purgeAt = w.at.getTime() + REGRET_MS
    // Paused as well: whoever asks only whether it is on need not know of deletion.
    await w.db
      .update(channels)
      .set({ deletedAt: w.at, disabledAt: c.disabledAt ?? w.at })
      .where(eq(channels.id, c.id))
    w.record('channel.deleted', { channelId: c.id, purgeAt })
    return { purgeAt }
  },
)

/** Brings a deleted channel back as it was, paused if it was paused. Admins only. Throws `not_found` once its time is over. */
export const restoreChannel = command({ permission: 'channels:manage', input: z.object({ channelId: rowId }) }, async (w, input): Promise<void> => {
  const c = (await loadDeleted(w, input.channelId)) ?? refuse('not_found')
  // Half of it may be taken away by now. Asked with the row held: whoever takes it away holds it too.
  if (isOver(c.deletedAt, Date.now())) refuse('not_found')
  const wasOn = c.disabledAt?.getTime() === c.deletedAt?.getTime()
  await w.db
    .update(channels)
    .set({ deletedAt: null, disabledAt: wasOn ? null : c.disabledAt })
    .where(eq(channels.id, c.id))
  if (wasOn) await takeKept(w, c.id)
  w.record('channel.restored', { channelId: c.id })
})
