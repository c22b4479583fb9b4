/** What somebody wrote under a name that they gave up since: it is theirs, not of whoever has the name now. Not a verb. */
import { and, eq, gte, sql } from 'drizzle-orm'
import { z } from 'zod'
import { prepared } from '@/db/prepared'
import { inboundEvents } from '@/db/schema/inbound'
import type { StoredChannel } from '../channels/load'
import type { Work } from '../command'
import { type InboundEvent, type Party, party } from './event'
import { LIVE_MS } from './lane'
import { addressesOf } from './person'

const note = z.object({ now: party })
/** Most changes of a name that are followed. */
const CHAIN = 5

/** Kept beside what came, under a key of its own: until `at`, `address` was who is `now` called otherwise. */
export async function noteMoved(w: Work, channel: StoredChannel, addresses: readonly string[], at: Date, now: Party): Promise<void> {
  for (const address of addresses) {
    const event = { type: 'ignored', what: `${address} is called ${now.address} now`, now }
    await w.db
      .insert(inboundEvents)
      .values({
        workspaceId: w.workspaceId,
        channelId: channel.id,
        key: `moved:${address}`.slice(0, 500),
        lane: '',
        type: 'ignored',
        at,
        event,
        state: 'done',
        createdAt: w.at,
      })
      .onConflictDoUpdate({ target: [inboundEvents.channelId, inboundEvents.key], set: { at, event } })
  }
}

/** The event as of the names of today. Only what was held up can be older than a change that is known already. */
export async function underNow(w: Work, channel: StoredChannel, e: InboundEvent, at: Date): Promise<InboundEvent> {
  if (!('from' in e) || e.type === 'typing' || w.at.getTime() - at.getTime() < LIVE_MS) return e
  const names: string[] = []
  for (const name of addressesOf(channel, e.from)) names.push(...(await nameNow(w, channel, name, at)))
  const [address, ...aliases] = [...new Set(names)]
  return address === undefined ? e : { ...e, from: { ...e.from, address, aliases: aliases.slice(0, 10) } }
}

async function nameNow(w: Work, channel: StoredChannel, name: string, at: Date, depth = 0): Promise<string[]> {
  const [row] = await prepared(w.db, 'inbound:moved', (db, key) =>
    db
      .select({ event: inboundEvents.event })
      .from(inboundEvents)
      .where(and(eq(inboundEvents.channelId, sql.placeholder('channelId')), eq(inboundEvents.key, sql.placeholder('key')), gte(inboundEvents.at, sql.placeholder('at'))))
      .prepare(key),
  ).execute({ channelId: channel.id, key: `moved:${name}`.slice(0, 500), at: inboundEvents.at.mapToDriverValue(at) })
  const found = note.safeParse(row?.event)
  if (!found.success || depth >= CHAIN) return [name]
  const out: string[] = []
  for (const now of addressesOf(channel, found.data.now)) if (now !== name) out.push(...(await nameNow(w, channel, now, at, depth + 1)))
  return out
}
