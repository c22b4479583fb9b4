/** How a channel fares: what came and what left last, what of it went wrong, and the same once more. */
import { and, desc, eq, isNull, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { channels } from '@/db/schema/channels'
import { contacts } from '@/db/schema/contacts'
import { conversations, STATUSES } from '@/db/schema/conversations'
import { INBOUND_STATES, inboundEvents } from '@/db/schema/inbound'
import { messageParts, messages } from '@/db/schema/messages'
import type { Actor } from '../actor'
import { refuse } from '../errors'
import { query } from '../query'
import { incoming } from '../inbound/event'
import { cleanLine, rowId } from '../text'
import { deadJobsOf } from './dead-jobs'

/**
 * Times in unix ms; `createdAt`: when it reached us. `who` wrote it and what about, as far as it can be told; `raw`: the beginning of
 * what came, `isKept`: all of it can be had (arrived.ts); `again`: it can be tried once more.
 */
export type ArrivedEvent = {
  id: number
  type: string
  state: (typeof INBOUND_STATES)[number]
  createdAt: number
  error: string
  who: string
  subject: string
  raw: string
  isKept: boolean
  again: boolean
}
/** A message that did not leave. `error`: one of our reasons, or the provider's words. */
export type Unsent = { id: number; conversationId: number; contactName: string; error: string; at: number }
export type GivenUp = { id: number; kind: string; error: string; createdAt: number }
/** `next`: the id to go on before; null at the end. */
export type Rows<T> = { rows: T[]; next: number | null }
export type ChannelHealth = {
  lastIn: number | null
  lastOut: number | null
  newest: ArrivedEvent[]
  failed: Rows<ArrivedEvent>
  unsent: Rows<Unsent>
  givenUp: Rows<GivenUp>
}

const SHOWN = 10
const RAW_SHOWN = 2_000
const page = { channelId: rowId, before: rowId.optional(), limit: z.number().int().min(1).max(100).default(SHOWN) }

/** All at one look, ten of each list, newest first. `before…`: where a list goes on. Throws `not_found`. */
export const channelHealth = query(
  {
    permission: 'channels:manage',
    input: z.object({ channelId: rowId, beforeFailed: rowId.optional(), beforeUnsent: rowId.optional(), beforeGivenUp: rowId.optional() }),
  },
  async ({ db, actor }, { channelId, beforeFailed, beforeUnsent, beforeGivenUp }): Promise<ChannelHealth> => {
    await requireChannel(db, actor, channelId)
    // One short walk of the index for each state, rather than a sort of everything that ever came.
    const found = (await Promise.all(INBOUND_STATES.map((state) => eventsIn(db, channelId, state, SHOWN)))).flat()
    const newest = found.toSorted((a, b) => b.id - a.id).slice(0, SHOWN)
    const [failed, unsent, givenUp] = await Promise.all([
      failedEvents(actor, { channelId, before: beforeFailed }),
      unsentMessages(actor, { channelId, before: beforeUnsent }),
      givenUpJobs(actor, { channelId, before: beforeGivenUp }),
    ])
    const written = await lastWritten(db, actor.workspaceId, channelId)
    const lastIn = Math.max(newest[0]?.createdAt ?? 0, written) || null
    return { lastIn, lastOut: await lastOut(db, channelId), newest, failed, unsent, givenUp }
  },
)

/** What arrived and could not be acted on. Throws `not_found`. */
export const failedEvents = query(
  { permission: 'channels:manage', input: z.object(page) },
  async ({ db, actor }, { channelId, before, limit }): Promise<Rows<ArrivedEvent>> => {
    await requireChannel(db, actor, channelId)
    return cut(await eventsIn(db, channelId, 'failed', limit + 1, before), limit)
  },
)

/** Messages that could not be delivered. Throws `not_found`. */
export const unsentMessages = query(
  { permission: 'channels:manage', input: z.object(page) },
  async ({ db, actor }, { channelId, before, limit }): Promise<Rows<Unsent>> => {
    await requireChannel(db, actor, channelId)
    const found = await db
      .select({
        partId: messageParts.id,
        id: messages.id,
        conversationId: conversations.id,
        contactName: contacts.name,
        error: messageParts.error,
        at: messageParts.updatedAt,
      })
      .from(messageParts)
      .innerJoin(messages, eq(messages.id, messageParts.messageId))
      .innerJoin(conversations, eq(conversations.id, messageParts.conversationId))
      .leftJoin(contacts, eq(contacts.id, conversations.contactId))
      .where(and(eq(messageParts.channelId, channelId), eq(messageParts.state, 'failed'), isNull(messages.deletedAt), before ? lt(messageParts.id, before) : undefined))
      .orderBy(desc(messageParts.id))
      .limit(limit + 1)
    const more = found.length > limit
    const shown = found.slice(0, limit)
    // Several parts of one message are one failure.
    const rows = shown
      .filter((r, i) => shown.findIndex((x) => x.id === r.id) === i)
      .map((r) => ({ ...r, contactName: r.contactName ?? '', error: r.error ?? '', at: r.at.getTime() }))
    return { rows, next: more ? (shown.at(-1)?.partId ?? null) : null }
  },
)

/** Work for it that was given up. Throws `not_found`. */
export const givenUpJobs = query(
  { permission: 'channels:manage', input: z.object(page) },
  async ({ db, actor }, { channelId, before, limit }): Promise<Rows<GivenUp>> => {
    await requireChannel(db, actor, channelId)
    const { found, next } = await deadJobsOf(db, actor.workspaceId, channelId, { before, limit })
    return { rows: found.map((j) => ({ id: j.id, kind: j.kind, error: j.lastError ?? '', createdAt: j.createdAt.getTime() })), next }
  },
)

async function requireChannel(db: Read, actor: Actor, channelId: number): Promise<void> {
  const [channel] = await db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.id, channelId), eq(channels.workspaceId, actor.workspaceId)))
  if (!channel) refuse('not_found')
}

async function eventsIn(db: Read, channelId: number, state: ArrivedEvent['state'], limit: number, before?: number): Promise<ArrivedEvent[]> {
  const found = await db
    .select()
    .from(inboundEvents)
    .where(and(eq(inboundEvents.channelId, channelId), eq(inboundEvents.state, state), before ? lt(inboundEvents.id, before) : undefined))
    .orderBy(desc(inboundEvents.id))
    .limit(limit)
  return found.map((e) => ({
    id: e.id,
    type: e.type,
    state: e.state,
    createdAt: e.createdAt.getTime(),
    error: e.error ?? '',
    ...tellOf(e.event),
    raw: e.type === 'mail' ? '' : (e.raw ?? '').slice(0, RAW_SHOWN),
    isKept: e.raw !== null || e.event !== null,
    again: e.event !== null || e.raw !== null,
  }))
}

/** Who and what about. */
function tellOf(event: unknown): { who: string; subject: string } {
  const { data: e } = incoming.safeParse(event)
  if (!e) return { who: '', subject: '' }
  if (e.type === 'mail') return { who: e.who ?? '', subject: e.subject ?? '' }
  const party = e.type === 'identity' ? e.current : 'from' in e && typeof e.from === 'object' ? e.from : undefined
  const who = party ? [party.name, party.address].filter((n, i, all) => n && all.indexOf(n) === i).join(' · ') : ''
  const words = (e.type === 'message' && e.hints.subject) || ('text' in e ? e.text : 'label' in e ? e.label : '')
  return { who, subject: cleanLine(words).slice(0, 200) }
}

/** When a customer wrote last, by the conversations that moved last: mail that we fetch leaves no other trace. 0 for never. */
async function lastWritten(db: Read, workspaceId: number, channelId: number): Promise<number> {
  const c = conversations
  const moved = await Promise.all(
    STATUSES.map((status) =>
      db
        .select({ at: c.lastCustomerAt })
        .from(c)
        .where(and(eq(c.workspaceId, workspaceId), eq(c.kind, 'customer'), eq(c.status, status), eq(c.channelId, channelId)))
        .orderBy(desc(c.lastActivityAt), desc(c.id))
        .limit(5),
    ),
  )
  return Math.max(0, ...moved.flat().map((m) => m.at?.getTime() ?? 0))
}

/** When something left last. */
async function lastOut(db: Read, channelId: number): Promise<number | null> {
  const states = ['sent', 'delivered', 'read'] as const
  const newest = await Promise.all(
    states.map((state) =>
      db
        .select({ at: messageParts.createdAt })
        .from(messageParts)
        .where(and(eq(messageParts.channelId, channelId), eq(messageParts.state, state)))
        .orderBy(desc(messageParts.id))
        .limit(1),
    ),
  )
  const times = newest.flat().map((p) => p.at.getTime())
  return times.length > 0 ? Math.max(...times) : null
}

const cut = <T extends { id: number }>(found: T[], limit: number): Rows<T> => ({
  rows: found.slice(0, limit),
  next: found.length > limit ? (found[limit - 1]?.id ?? null) : null,
})
