import { readAgain } from '@/lib/channels/read-again'
import { type Actor, system } from '@/lib/domain/actor'
import { notUnderstood, retryEvents, settleUnderstood } from '@/lib/domain/channels/again'
import { connectionOf } from '@/lib/domain/channels/connection'
import { storeInbound } from '@/lib/domain/inbound/store'
import { together } from '@/lib/domain/together'

/** What arrived and could not be taken, once more (`id`: that event): acted on where it was understood, and else read anew. Returns how many go on. */
export async function takeAgain(actor: Actor, at: { channelId: number; id?: number }): Promise<number> {
  let again = await retryEvents(actor, at)
  const unread = await notUnderstood(actor, at)
  if (unread.length === 0) return again
  const { type, settings } = await connectionOf(system(actor.workspaceId), { channelId: at.channelId })
  for (const { id, raw } of unread) {
    const entries = await readAgain(type, settings, raw)
    if (!entries) continue
    await together(actor, async () => {
      // First: it may have the very key of what it turns out to be.
      await settleUnderstood(actor, { channelId: at.channelId, id })
      await storeInbound({ kind: 'channel', workspaceId: actor.workspaceId, channelId: at.channelId }, { channelId: at.channelId, entries })
    })
    again++
  }
  return again
}
