import { and, asc, desc, eq, inArray, isNull, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { conversations, participants } from '@/db/schema/conversations'
import { contacts } from '@/db/schema/contacts'
import { conversationsFinding } from '@/db/search/conversations'
import { type Actor, personOf, requireTeam } from '../actor'
import { shownAs } from '../contacts/sides'
import { decodeCursor, encodeCursor } from '../cursor'
import { query } from '../query'
import { cleanLine, moment } from '../text'
import { type Filter, listInput } from './filter'
import { type ConversationRow, rowOf } from './row'

export type Page = { rows: ConversationRow[]; next: string | null }

/** `w`: among those who wait, by time; `a`: by activity. With the sort key (unix ms) and id of the last row. */
const marker = z.tuple([z.enum(['w', 'a']), moment, z.number().int()])
type Marker = z.output<typeof marker>

/** A page of conversations the actor may see. Keyset pages: as fast at depth as at the start. Not for visitors. Throws `bad_cursor`. */
export const list = query({ permission: 'conversations:read', input: listInput }, async ({ db, actor }, input): Promise<Page> => {
  requireTeam(actor)
  if (input.contactId) input.contactId = await shownAs(db, actor.workspaceId, input.contactId)
  const from = input.cursor === undefined ? null : decodeCursor(input.cursor, marker)
  if (input.sort === 'activity') return page(await select(db, actor, input, 'a', 'all', from, input.limit + 1), 'a', input.limit)
  // Two lists laid end to end: those who wait, longest first, and then everybody else.
  const waiting = from?.[0] === 'a' || input.needsReply === false ? [] : await select(db, actor, { ...input, needsReply: true }, 'w', 'waiting', from, input.limit + 1)
  if (waiting.length > input.limit || input.needsReply) return page(waiting, 'w', input.limit)
  const rest = await select(db, actor, { ...input, needsReply: false }, 'a', 'rest', from?.[0] === 'a' ? from : null, input.limit + 1 - waiting.length)
  const rows = [...waiting, ...rest]
  return page(rows, rest.length > 0 && rows.length > input.limit && rows[input.limit - 1]?.needsReply ? 'w' : 'a', input.limit)
})

function page(rows: ConversationRow[], phase: 'w' | 'a', limit: number): Page {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  if (!last || rows.length <= limit) return { rows: shown, next: null }
  const key = phase === 'w' ? (last.waitingSince ?? 0) : last.lastActivityAt
  return { rows: shown, next: encodeCursor([phase, key, last.id] satisfies Marker) }
}

type Phase = 'w' | 'a'

async function select(db: Read, actor: Actor, f: Filter, phase: Phase, part: string, from: Marker | null, limit: number): Promise<ConversationRow[]> {
  const me = personOf(actor)
  const text = cleanLine(f.text)
  const shape = [
    part,
    phase,
    f.kind,
    f.status === 'any',
    typeof f.assignee === 'number' ? 'id' : f.assignee,
    !!f.teamId,
    !!f.channelType,
    !!f.channelId,
    !!f.contactId,
    f.needsReply,
    f.unread,
    f.archived,
    from !== null,
    me !== null,
  ].join()
  const values = {
    workspaceId: actor.workspaceId,
    me,
    member: me,
    status: f.status,
    assigneeId: f.assignee === 'me' ? me : f.assignee,
    teamId: f.teamId,
    channelType: f.channelType,
    channelId: f.channelId,
    contactId: f.contactId,
    limit,
    at: from ? new Date(from[1]) : null,
    id: from?.[2],
  }
  const build = (d: Read) => buildSelect(d, actor, f, phase, from !== null, text)
  const found = text ? await build(db).prepare('').execute(values) : await prepared(db, `list:${shape}`, (d, name) => build(d).prepare(name)).execute(values)
  return found.map((r) => ({
    ...rowOf(r.row, r.contactName),
    me: { lastReadIndex: r.lastReadIndex ?? -1, archived: r.archived ?? false, mutedUntil: r.mutedUntil?.getTime() ?? null },
  }))
}

const p = sql.placeholder

/** Exported for the test that reads its plan. */
export function buildSelect(db: Read, actor: Actor, f: Filter, phase: Phase, after: boolean, text: string) {
  const c = conversations
  const sortColumn = phase === 'w' ? c.waitingSince : c.lastActivityAt
  const at = sql.param(p('at'), sortColumn)
  const where: (SQL | undefined)[] = [
    // The plus keeps the planner from walking the workspace where a few rows should lead: one person's, or those that a text finds.
    f.archived === true || f.kind === 'team' || f.contactId || text ? sql`+${c.workspaceId} = ${p('workspaceId')}` : eq(c.workspaceId, p('workspaceId')),
    eq(c.kind, f.kind),
    f.status === 'any' ? undefined : eq(c.status, p('status')),
    f.assignee === 'any' || f.kind === 'team' ? undefined : f.assignee === 'none' ? isNull(c.assigneeId) : eq(c.assigneeId, p('assigneeId')),
    f.teamId ? eq(c.teamId, p('teamId')) : undefined,
    f.channelType ? eq(c.channelType, p('channelType')) : undefined,
    f.channelId ? eq(c.channelId, p('channelId')) : undefined,
    f.contactId ? eq(c.contactId, p('contactId')) : undefined,
    // Written out, not bound: only so does the partial index serve.
    f.needsReply === undefined ? undefined : f.needsReply ? sql`${c.needsReply} = true` : sql`${c.needsReply} = false`,
    f.unread ? sql`${c.lastContentIndex} > coalesce(${participants.lastReadIndex}, -1)` : undefined,
    f.archived === 'any' ? undefined : f.archived ? sql`${participants.archived} = true` : sql`coalesce(${participants.archived}, false) = false`,
    f.kind === 'team' ? sql`${participants.member} = true` : undefined,
    text ? inArray(c.id, conversationsFinding(actor.workspaceId, text)) : undefined,
    after ? (phase === 'w' ? sql`(${sortColumn}, ${c.id}) > (${at}, ${p('id')})` : sql`(${sortColumn}, ${c.id}) < (${at}, ${p('id')})`) : undefined,
  ]
  return db
    .select({ row: c, contactName: contacts.name, lastReadIndex: participants.lastReadIndex, archived: participants.archived, mutedUntil: participants.mutedUntil })
    .from(c)
    .leftJoin(participants, and(eq(participants.conversationId, c.id), eq(participants.userId, p('me'))))
    .leftJoin(contacts, eq(contacts.id, c.contactId))
    .where(and(...where))
    .orderBy(...(phase === 'w' ? [asc(sortColumn), asc(c.id)] : [desc(sortColumn), desc(c.id)]))
    .limit(p('limit'))
}
