/** Works off one lane of what arrived. Not a verb: it spans transactions. */
import { and, asc, eq, lte, max, min, or } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { inboundEvents } from '@/db/schema/inbound'
import { causeOf } from '@/db/trouble'
import type { Actor } from '../actor'
import { asDomainError } from '../errors'
import { together } from '../together'
import { failInbound, LATE, patience, takeInbound } from './take'

type Waiting = { id: number; workspaceId: number; channelId: number }

/** When the first and the last of what waits in a lane came and the oldest of it happened, unix ms, and the last's id; null when nothing waits. */
export async function laneAge(lane: string): Promise<{ first: number; last: number; oldest: number; upTo: number } | null> {
  const [at] = await (
    await reader()
  )
    .select({ first: min(inboundEvents.createdAt), last: max(inboundEvents.createdAt), oldest: min(inboundEvents.at), upTo: max(inboundEvents.id) })
    .from(inboundEvents)
    .where(and(eq(inboundEvents.lane, lane), eq(inboundEvents.state, 'waiting')))
  return at?.first && at.last && at.oldest && at.upTo ? { first: at.first.getTime(), last: at.last.getTime(), oldest: at.oldest.getTime(), upTo: at.upTo } : null
}

/**
 * Acts on the next of a lane up to an id, in the order of the provider's time, several in one transaction. What cannot be done is
 * set aside with its reason and the rest goes on. Returns how many it took. Throws when the database is away.
 */
export async function workOff(lane: string, upTo: number, limit = 25): Promise<number> {
  const next: Waiting[] = await (
    await reader()
  )
    .select({ id: inboundEvents.id, workspaceId: inboundEvents.workspaceId, channelId: inboundEvents.channelId })
    .from(inboundEvents)
    .where(and(eq(inboundEvents.lane, lane), eq(inboundEvents.state, 'waiting'), lte(inboundEvents.id, upTo)))
    .orderBy(asc(inboundEvents.at), asc(inboundEvents.rank), asc(inboundEvents.id))
    .limit(limit)
  const [first] = next
  if (!first) return 0
  try {
    await together(channelActor(first), async () => {
      for (const e of next) await takeInbound(channelActor(e), { eventId: e.id })
    })
  } catch {
    // One of them is bad: each alone, so that it is known which.
    for (const e of next) await takeAlone(e)
  }
  return next.length
}

async function takeAlone(e: Waiting): Promise<void> {
  try {
    await takeInbound(channelActor(e), { eventId: e.id })
  } catch (thrown) {
    const { reason, code } = asDomainError(thrown)
    if (code === 'failed' && reason !== 'unexpected') throw thrown
    const said = reason === 'unexpected' ? causeOf(thrown) : reason
    await failInbound(channelActor(e), { eventId: e.id, error: said.slice(0, 1000) })
  }
}

const channelActor = (e: Waiting): Actor => ({ kind: 'channel', workspaceId: e.workspaceId, channelId: e.channelId })

const TOGETHER_MS = 8_000

/** What waited long enough for what it speaks of has its last turn. Returns when the next one has (unix ms); null for none. */
export async function endPatience(lane: string, now = Date.now()): Promise<number | null> {
  // Those whose turn is about to come have it with the first, so that they stand in order among themselves.
  const over = (type: string) => lte(inboundEvents.createdAt, new Date(now - patience(type) + (type === 'message' ? 0 : TOGETHER_MS)))
  const parked = and(eq(inboundEvents.lane, lane), eq(inboundEvents.state, 'parked'))
  await transaction((db) =>
    db
      .update(inboundEvents)
      .set({ state: 'waiting', error: LATE })
      .where(and(parked, or(and(eq(inboundEvents.type, 'message'), over('message')), and(eq(inboundEvents.type, 'edit'), over('edit')), over('status')))),
  )
  const left = await (
    await reader()
  )
    .select({ type: inboundEvents.type, at: inboundEvents.createdAt })
    .from(inboundEvents)
    .where(parked)
    .orderBy(asc(inboundEvents.id))
    .limit(100)
  return left.length === 0 ? null : Math.min(...left.map((l) => l.at.getTime() + patience(l.type)))
}
