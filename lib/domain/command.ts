/**
 * The only way to change anything: checks the actor, parses, opens or joins the transaction, runs the work, and in that
 * same transaction appends the events, moves the counts and writes the jobs. Announces after the outermost commit.
 */
import { AsyncLocalStorage } from 'node:async_hooks'
import { sql } from 'drizzle-orm'
import type { z } from 'zod'
import { afterCommit, transaction } from '@/db/client'
import type { Write } from '@/db/doors'
import { bind, prepared, slots } from '@/db/prepared'
import { events } from '@/db/schema/events'
import { counts, workspaces } from '@/db/schema/workspaces'
import { type Actor, actorId } from './actor'
import { announce, announceJobs } from './announce'
import { bucketsOf, deltas, diffBuckets } from './conversations/buckets'
import { rowOf } from './conversations/row'
import type { Loaded } from './conversations/load'
import { DomainError, refuse } from './errors'
import type { EventData, EventKind, StoredData } from './events'
import { enqueue } from './jobs/enqueue'
import { lacksRole, type Permission, may } from './policy'
import { reactionsTo } from './reactions'

type Recorded = { kind: EventKind; actor: Actor; conversationId: number | null; messageId: number | null; audience: number[] | null; data: Record<string, unknown> }

/** One transaction's worth of change, shared by every command that joins it. */
export type Unit = { db: Write; workspaceId: number; at: Date; touched: Map<number, Loaded>; recorded: Recorded[] }

export type Work = Unit & {
  actor: Actor
  /** Says that something happened. `audience`: only these users may see it (absent: as the conversation's kind says). */
  record<K extends EventKind>(kind: K, data: EventData[K], about?: { conversation?: Loaded; messageId?: number; audience?: number[] }): void
}

const unit = new AsyncLocalStorage<Unit>()

/** Parses with the verb's own schema; a wrong shape is `bad_input` naming the first wrong field. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new DomainError('bad_input', { field: issue?.path.join('.') ?? '', problem: issue?.message ?? '' })
}

/** Makes a verb: `(actor, input) => result`. */
export function command<S extends z.ZodType, R>(spec: { permission: Permission; input: S }, work: (w: Work, input: z.output<S>) => Promise<R>) {
  return async (actor: Actor, raw: z.input<S>): Promise<R> => {
    if (!may(actor, spec.permission)) refuse('not_allowed', { permission: spec.permission, needsAdmin: lacksRole(actor, spec.permission) })
    const input = parseInput(spec.input, raw)
    const outer = unit.getStore()
    if (outer) {
      if (outer.workspaceId !== actor.workspaceId) throw new Error('a command joined another workspace’s transaction')
      return work(workIn(outer, actor), input)
    }
    let seq = 0
    let jobs = 0
    const result = await transaction((db) => {
      const fresh: Unit = { db, workspaceId: actor.workspaceId, at: new Date(), touched: new Map(), recorded: [] }
      return unit.run(fresh, async () => {
        const out = await work(workIn(fresh, actor), input)
        seq = await finish(fresh)
        jobs = seq > 0 ? await writeJobs(fresh, seq) : 0
        return out
      })
    })
    // Somebody may have opened a transaction around this one.
    afterCommit(() => {
      if (seq > 0) announce(actor.workspaceId, seq)
      if (jobs > 0) announceJobs()
    })
    return result
  }
}

const workIn = (u: Unit, actor: Actor): Work => ({
  ...u,
  actor,
  record(kind, data, about = {}) {
    const c = about.conversation
    const audience = about.audience ?? (c?.row.kind === 'team' ? c.row.members : null)
    u.recorded.push({ kind, actor, conversationId: c?.row.id ?? null, messageId: about.messageId ?? null, audience, data: { ...data } })
  },
})

/** Writes events and counts. Returns the newest sequence number, 0 when nothing happened. */
async function finish(u: Unit): Promise<number> {
  if (u.recorded.length === 0) return 0
  const moved = new Map<string, number>()
  for (const c of u.touched.values()) diffBuckets(c.before, bucketsOf(c.row, c.people), moved)
  const changed = deltas(moved)
  attach(u, changed)

  // Taken late: from here to the commit this workspace's writers stand in line, so sequence order is commit order.
  const n = u.recorded.length
  const [w] = await prepared(u.db, 'seq', (db, name) =>
    db
      .update(workspaces)
      .set({ eventSeq: sql`${workspaces.eventSeq} + ${sql.placeholder('n')}` })
      .where(sql`${workspaces.id} = ${sql.placeholder('id')}`)
      .returning({ seq: workspaces.eventSeq })
      .prepare(name),
  ).execute({ n, id: u.workspaceId })
  if (!w) refuse('not_found')
  const first = w.seq - n + 1
  for (const [i, e] of u.recorded.entries())
    await prepared(u.db, 'event', (db, name) => db.insert(events).values(slots(EVENT)).prepare(name)).execute(
      bind(events, EVENT, { ...e, workspaceId: u.workspaceId, seq: first + i, actorKind: e.actor.kind, actorId: actorId(e.actor), at: u.at }),
    )
  for (const d of changed) await prepared(u.db, 'count', bumpCount).execute({ workspaceId: u.workspaceId, userId: d.userId, key: d.key, n: d.n })
  return w.seq
}

/** The row goes on the conversation's last event, the count deltas on the last one the whole audience sees. */
function attach(u: Unit, changed: ReturnType<typeof deltas>): void {
  const rowDone = new Set<number>()
  let carrier: Recorded | undefined
  for (const e of u.recorded.toReversed()) {
    if (e.audience === null) carrier ??= e
    if (e.conversationId === null || rowDone.has(e.conversationId)) continue
    // A personal event reaches one user only: the row must also stand on the last one that others see.
    if (e.kind !== 'conversation.personal_changed') rowDone.add(e.conversationId)
    const c = u.touched.get(e.conversationId)
    if (c) Object.assign(e.data satisfies StoredData, { row: rowOf(c.row, c.contactName), people: c.people })
  }
  carrier ??= u.recorded.at(-1)
  if (carrier && changed.length > 0) carrier.data.counts = changed
}

/** Writes the jobs that the events ask for. Returns how many. */
async function writeJobs(u: Unit, seq: number): Promise<number> {
  const wanted = u.recorded.flatMap((e) => reactionsTo(e.kind, { conversationId: e.conversationId, messageId: e.messageId, data: e.data as never }))
  for (const j of wanted) await enqueue(u.db, { ...j, workspaceId: u.workspaceId, runAt: j.runAt ?? u.at })
  if (Math.floor(seq / PRUNE_EVERY) > Math.floor((seq - u.recorded.length) / PRUNE_EVERY)) {
    await enqueue(u.db, { workspaceId: u.workspaceId, kind: 'prune', payload: {}, key: `prune:${u.workspaceId}`, runAt: u.at })
    return wanted.length + 1
  }
  return wanted.length
}

/** The log is pruned as it grows, each time so many events were added, and daily by its age (lib/jobs/sweep). */
const PRUNE_EVERY = 1000

const EVENT = ['workspaceId', 'seq', 'kind', 'actorKind', 'actorId', 'conversationId', 'messageId', 'audience', 'data', 'at'] as const
const COUNT = ['workspaceId', 'userId', 'key', 'n'] as const
const bumpCount = (db: Write, name: string) =>
  db
    .insert(counts)
    .values(slots(COUNT))
    .onConflictDoUpdate({ target: [counts.workspaceId, counts.userId, counts.key], set: { n: sql`${counts.n} + excluded.n` } })
    .prepare(name)
