/** What must always be true of the data, looked at from outside the verbs. Changes nothing. */
import { and, eq, isNotNull, notExists, sql } from 'drizzle-orm'
import { reader } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import type { Read } from '@/db/doors'
import { conversations } from '@/db/schema/conversations'
import { events, jobs } from '@/db/schema/events'
import { messages } from '@/db/schema/messages'
import { workspaces } from '@/db/schema/workspaces'
import { lockedSecrets } from '../channels/reseal'
import { recount } from './recount'
import { schemaState } from './schema'

export type Finding = { name: string; ok: boolean; detail: string }

/** In a fixed order. What cannot be asked is a bad finding, not an exception. */
export async function examine(): Promise<Finding[]> {
  const looks: [string, (db: Read) => Promise<Omit<Finding, 'name'>>][] = [
    ['engine', engine],
    ['schema', schema],
    ['integrity', integrity],
    ['secrets', secrets],
    ['indexes', indexes],
    ['events', sequence],
    ['counts', counted],
    ['search', search],
    ['snoozes', snoozes],
    ['jobs', queue],
  ]
  const out: Finding[] = []
  for (const [name, look] of looks) {
    try {
      out.push({ name, ...(await look(await reader())) })
    } catch (e) {
      const why = e instanceof Error ? (e.cause instanceof Error ? e.cause.message : e.message) : String(e)
      out.push({ name, ok: false, detail: `could not be asked: ${why}` })
    }
  }
  return out
}

const one = sql`(select 1) as one`
const number = async (db: Read, value: ReturnType<typeof sql>, from = one) => Number((await db.select({ n: sql<string | number>`${value}` }).from(from))[0]?.n ?? 0)

async function engine(db: Read) {
  const [row] = await db.select({ v: dialect === 'postgres' ? sql<string>`current_setting('server_version')` : sql<string>`sqlite_version()` }).from(one)
  return { ok: true, detail: `${dialect === 'postgres' ? 'Postgres' : 'SQLite'} ${row?.v ?? '?'}` }
}

async function schema() {
  const s = await schemaState()
  if (s.isNewer) return { ok: false, detail: 'made by a newer Parley: start that version, or restore a backup from before' }
  return {
    ok: s.applied === s.known,
    detail: s.applied === s.known ? `up to date at ${s.newest}` : `${s.applied} of ${s.known} migrations applied: run \`parley migrate\``,
  }
}

async function integrity(db: Read) {
  if (dialect === 'postgres') return { ok: true, detail: 'kept by the server' }
  // Table by table: on a connection that was open before, the check of the full text index reports what is not there.
  const checks = await db
    .select({ v: sql<string>`q.quick_check` })
    .from(
      sql`sqlite_master as m, pragma_quick_check(m.name) as q where m.type = 'table' and m.name not like 'message_search%' and m.name not like 'contact_search%' and m.name not like 'sqlite_%'`,
    )
  const wrong = checks.find((c) => c.v !== 'ok')
  if (wrong) return { ok: false, detail: wrong.v }
  const loose = await number(db, sql`count(*)`, sql`pragma_foreign_key_check`)
  return { ok: loose === 0, detail: loose === 0 ? 'sound, no broken references' : `${loose} broken references` }
}

async function secrets() {
  const { opened, locked } = await lockedSecrets()
  return {
    ok: locked.length === 0,
    detail:
      locked.length === 0
        ? `all ${opened} channels' secrets can be opened`
        : `no key at hand opens those of channel ${locked.slice(0, 5).join(', ')}: give the key that sealed them as CHANNEL_SECRETS_KEY or CHANNEL_SECRETS_KEY_OLD, or enter them again`,
  }
}

/** Messages of a conversation are numbered 0, 1, 2… without a gap, and its row knows the last. */
async function indexes(db: Read) {
  const counted_ = db
    .select({
      id: messages.conversationId,
      n: sql<number>`count(*)`.as('n'),
      last: sql<number>`max(${messages.index})`.as('last'),
      first: sql<number>`min(${messages.index})`.as('first'),
    })
    .from(messages)
    .groupBy(messages.conversationId)
    .as('m')
  const bad = await db
    .select({ id: conversations.id })
    .from(conversations)
    .leftJoin(counted_, eq(counted_.id, conversations.id))
    .where(
      sql`coalesce(${counted_.n}, 0) <> ${conversations.lastIndex} + 1 or coalesce(${counted_.last}, -1) <> ${conversations.lastIndex} or coalesce(${counted_.first}, 0) <> 0`,
    )
    .limit(5)
  const total = await number(db, sql`count(*)`, sql`${messages}`)
  return {
    ok: bad.length === 0,
    detail: bad.length === 0 ? `dense in all conversations (${total} messages)` : `not dense in conversation ${bad.map((b) => b.id).join(', ')}`,
  }
}

async function sequence(db: Read) {
  const rows = await db
    .select({
      id: workspaces.id,
      seq: workspaces.eventSeq,
      n: sql<string | number>`count(${events.seq})`,
      last: sql<string | number>`coalesce(max(${events.seq}), 0)`,
      first: sql<string | number>`coalesce(min(${events.seq}), 1)`,
    })
    .from(workspaces)
    .leftJoin(events, eq(events.workspaceId, workspaces.id))
    .groupBy(workspaces.id, workspaces.eventSeq)
  // Old ones may have been tidied away from the front, never from the middle.
  const bad = rows.filter((r) => Number(r.n) > 0 && (Number(r.last) !== r.seq || Number(r.last) - Number(r.first) + 1 !== Number(r.n)))
  return {
    ok: bad.length === 0,
    detail: bad.length === 0 ? `dense in ${rows.length} workspace${rows.length === 1 ? '' : 's'}` : `gaps in workspace ${bad.map((b) => b.id).join(', ')}`,
  }
}

async function counted(db: Read) {
  const wrong: string[] = []
  for (const w of await db.select({ id: workspaces.id }).from(workspaces).orderBy(workspaces.id)) wrong.push(...(await recount(w.id)))
  return { ok: wrong.length === 0, detail: wrong.length === 0 ? 'equal a recount' : `${wrong.length} differ: ${wrong.slice(0, 5).join('; ')}` }
}

async function search(db: Read) {
  if (dialect === 'postgres') {
    const n = await number(db, sql`count(*)`, sql`pg_indexes where indexname = 'message_search'`)
    return { ok: n === 1, detail: n === 1 ? 'the index is there' : 'the index message_search is missing' }
  }
  const n = await number(db, sql`count(*)`, sql`sqlite_master where type = 'trigger' and name like 'message_search_%'`)
  if (n !== 4) return { ok: false, detail: `${4 - n} of the 4 triggers are missing` }
  const [held, said] = [await number(db, sql`count(*)`, sql`message_search_docsize`), await number(db, sql`count(*)`, sql`${messages} where ${messages.body} <> ''`)]
  return { ok: held === said, detail: held === said ? `holds all ${said} messages with words` : `holds ${held} of ${said} messages with words` }
}

async function snoozes(db: Read) {
  const job = db
    .select({ one: sql`1` })
    .from(jobs)
    .where(and(eq(jobs.kind, 'wake'), eq(jobs.workspaceId, conversations.workspaceId), sql`${jobs.key} like 'wake:' || ${conversations.id} || ':%'`))
  const [row] = await db
    .select({ n: sql<string | number>`count(*)` })
    .from(conversations)
    .where(and(eq(conversations.status, 'snoozed'), isNotNull(conversations.snoozedUntil), notExists(job)))
  const n = Number(row?.n ?? 0)
  return { ok: n === 0, detail: n === 0 ? 'every snoozed conversation will wake' : `${n} snoozed conversations have nothing to wake them` }
}

async function queue(db: Read) {
  const rows = await db
    .select({ state: jobs.state, n: sql<string | number>`count(*)` })
    .from(jobs)
    .groupBy(jobs.state)
  const of = (state: string) => Number(rows.find((r) => r.state === state)?.n ?? 0)
  return { ok: of('dead') === 0, detail: `${of('ready')} waiting, ${of('running')} running, ${of('dead')} given up` }
}
