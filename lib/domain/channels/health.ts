import { and, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { conversations } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { INBOUND_STATES, inboundEvents } from '@/db/schema/inbound'
import { messages } from '@/db/schema/messages'
import { refuse } from '../errors'
import { laneOf } from '../inbound/lane'
import { query } from '../query'
import { rowId } from '../text'

/** Times in unix ms; `createdAt`: when it reached us. `raw`: the beginning of what came, '' where nothing was kept. */
export type ArrivedEvent = { id: number; type: string; state: (typeof INBOUND_STATES)[number]; createdAt: number; error: string; raw: string }
export type GivenUp = { id: number; kind: string; error: string; createdAt: number }
export type ChannelHealth = { newest: ArrivedEvent[]; failed: ArrivedEvent[]; givenUp: GivenUp[] }

const SHOWN = 10
const RAW_SHOWN = 2_000
/** Of the workspace's given-up jobs, how many are looked through. */
const JOBS_MAX = 100

/** What a channel brought last, what of it made no sense, and which of its jobs were given up: ten of each, newest first. Throws `not_found`. */
export const channelHealth = query(
  { permission: 'channels:manage', input: z.object({ channelId: rowId }) },
  async ({ db, actor }, { channelId }): Promise<ChannelHealth> => {
    const [channel] = await db
      .select({ id: channels.id })
      .from(channels)
      .where(and(eq(channels.id, channelId), eq(channels.workspaceId, actor.workspaceId)))
    if (!channel) refuse('not_found')
    const inState = (state: ArrivedEvent['state']) =>
      db
        .select()
        .from(inboundEvents)
        .where(and(eq(inboundEvents.channelId, channelId), eq(inboundEvents.state, state)))
        .orderBy(desc(inboundEvents.id))
        .limit(SHOWN)
    // One short walk of the index for each state, rather than a sort of everything that ever came.
    const found = (await Promise.all(INBOUND_STATES.map(inState))).flat().map((e) => ({
      id: e.id,
      type: e.type,
      state: e.state,
      createdAt: e.createdAt.getTime(),
      error: e.error ?? '',
      raw: (e.raw ?? '').slice(0, RAW_SHOWN),
    }))
    const newest = found.toSorted((a, b) => b.id - a.id).slice(0, SHOWN)
    return { newest, failed: found.filter((e) => e.state === 'failed'), givenUp: await givenUp() }

    async function givenUp(): Promise<GivenUp[]> {
      const dead = await db
        .select()
        .from(jobs)
        .where(and(eq(jobs.workspaceId, actor.workspaceId), eq(jobs.state, 'dead')))
        .orderBy(desc(jobs.id))
        .limit(JOBS_MAX)
      const messageOf = (j: (typeof dead)[number]) => (typeof j.payload.messageId === 'number' ? j.payload.messageId : 0)
      const asked = dead.map(messageOf).filter(Boolean)
      const ours = asked.length
        ? await db
            .select({ id: messages.id })
            .from(messages)
            .innerJoin(conversations, eq(conversations.id, messages.conversationId))
            .where(and(inArray(messages.id, asked), eq(conversations.channelId, channelId)))
        : []
      const ids = new Set(ours.map((m) => m.id))
      return dead
        .filter((j) => j.lane === laneOf(channelId) || ids.has(messageOf(j)))
        .slice(0, SHOWN)
        .map((j) => ({ id: j.id, kind: j.kind, error: j.lastError ?? '', createdAt: j.createdAt.getTime() }))
    }
  },
)
