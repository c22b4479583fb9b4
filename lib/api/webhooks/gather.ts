/** Calls that come while another is being written down are written together: one commit for all of them. */
import { transaction } from '@/db/client'
import type { Actor } from '@/lib/domain/actor'
import { storeInbound } from '@/lib/domain/inbound/store'
import type { Incoming } from '@/lib/channels/channel'

type Call = { actor: Extract<Actor, { kind: 'channel' }>; entries: Incoming[]; done: () => void; failed: (e: unknown) => void }

/** Most calls of one transaction. */
const TOGETHER = 64
const waiting: Call[] = []
let isWriting = false

/** Resolves when the entries are safely stored; rejects when they are not. */
export function gather(actor: Call['actor'], entries: Incoming[]): Promise<void> {
  return new Promise((done, failed) => {
    waiting.push({ actor, entries, done, failed })
    if (!isWriting) void write()
  })
}

async function write(): Promise<void> {
  isWriting = true
  while (waiting.length > 0) {
    await others()
    const calls = waiting.splice(0, TOGETHER)
    try {
      await transaction(async () => {
        for (const { actor, entries } of byChannel(calls)) await storeInbound(actor, { channelId: actor.channelId, entries })
      })
      for (const c of calls) c.done()
    } catch (e) {
      // One of them may be at fault: each by itself, so that the others are not.
      if (calls.length === 1) calls[0]?.failed(e)
      else for (const c of calls) await storeInbound(c.actor, { channelId: c.actor.channelId, entries: c.entries }).then(() => c.done(), c.failed)
    }
  }
  isWriting = false
}

/**
 * A commit holds everything up, and what came meanwhile stands in the sockets: it is read before the next one begins, or
 * each would be alone again. Ends with the first turn in which nothing came.
 */
async function others(): Promise<void> {
  for (let n = -1; n < waiting.length && waiting.length < TOGETHER;) {
    n = waiting.length
    await new Promise((turn) => setImmediate(turn))
  }
}

/** All that came for one channel is one statement. */
function byChannel(calls: readonly Call[]): Pick<Call, 'actor' | 'entries'>[] {
  const out = new Map<number, Pick<Call, 'actor' | 'entries'>>()
  for (const { actor, entries } of calls) {
    const known = out.get(actor.channelId)
    if (known) known.entries.push(...entries)
    else out.set(actor.channelId, { actor, entries: [...entries] })
  }
  return [...out.values()]
}
