/** A list as the cache holds it, and how a changed conversation moves in it without asking the server. Pure. */
import type { Filter } from '@/lib/domain/conversations/filter'
import { type ConversationRow, isUnread } from '@/lib/domain/conversations/row'

/** Where a row stands: `w` those who wait, oldest first; `a` by activity, newest first. `w` comes before `a`. */
export type Mark = { part: 'w' | 'a'; key: number; id: number }
/** `end`: where the server's page ended, null on the last one. `seq`: every event up to here is in. */
export type ListPage = { rows: ConversationRow[]; next: string | null; end: Mark | null; seq: number }
export type ListData = { pages: ListPage[]; pageParams: unknown[] }

/** Rows of one page. */
export const PAGE_SIZE = 40

export function markOf(filter: Filter, row: ConversationRow): Mark {
  return filter.sort === 'waiting' && row.needsReply ? { part: 'w', key: row.waitingSince ?? 0, id: row.id } : { part: 'a', key: row.lastActivityAt, id: row.id }
}

/** Negative when `a` stands above `b`. The same order as the server's. */
export function compare(a: Mark, b: Mark): number {
  if (a.part !== b.part) return a.part === 'w' ? -1 : 1
  const up = a.key - b.key || a.id - b.id
  return a.part === 'w' ? up : -up
}

/** Makes the server's answer into a page that knows where it ended. */
export function pageOf(filter: Filter, answer: { rows: ConversationRow[]; next: string | null; seq: number }): ListPage {
  const last = answer.rows.at(-1)
  return { ...answer, end: answer.next !== null && last ? markOf(filter, last) : null }
}

/** Does the row belong in the list? Words in messages cannot be judged here: `text` counts as true. */
export function matches(filter: Filter, row: ConversationRow, me: number): boolean {
  if (row.kind !== filter.kind) return false
  if (filter.archived !== 'any' && row.me.archived !== filter.archived) return false
  if (row.kind === 'team' && !row.members.includes(me)) return false
  if (filter.status !== 'any' && row.status !== filter.status) return false
  if (filter.kind === 'customer' && filter.assignee !== 'any') {
    const wanted = filter.assignee === 'me' ? me : filter.assignee === 'none' ? null : filter.assignee
    if (row.assigneeId !== wanted) return false
  }
  if (filter.teamId && row.teamId !== filter.teamId) return false
  if (filter.channelType && row.channelType !== filter.channelType) return false
  if (filter.channelId && row.channelId !== filter.channelId) return false
  if (filter.contactId && row.contactId !== filter.contactId) return false
  if (filter.needsReply !== undefined && row.needsReply !== filter.needsReply) return false
  return !filter.unread || isUnread(row)
}

/** The rows from top to bottom, each conversation once. */
export function rowsOf(data: ListData | undefined): ConversationRow[] {
  const seen = new Set<number>()
  return (data?.pages ?? []).flatMap((p) => p.rows.filter((r) => !seen.has(r.id) && seen.add(r.id)))
}

/** Every event up to here is surely in the list. */
export const seqOf = (data: ListData): number => Math.min(...data.pages.map((p) => p.seq))

/**
 * The list with this newer state of a row: put in, moved or taken out. An older version than the one at hand changes
 * nothing unless `force`. A row that belongs below what is loaded is left for its page to bring.
 */
export function applyRow(data: ListData, filter: Filter, row: ConversationRow, me: number, force = false): ListData {
  const had = data.pages.flatMap((p) => p.rows).find((r) => r.id === row.id)
  if (had && !force && had.version > row.version) return data
  if (!had && (filter.text !== '' || !matches(filter, row, me))) return data
  const pages = had ? data.pages.map((p) => (p.rows.some((r) => r.id === row.id) ? { ...p, rows: p.rows.filter((r) => r.id !== row.id) } : p)) : [...data.pages]
  return matches(filter, row, me) ? { ...data, pages: insert(pages, filter, row) } : { ...data, pages }
}

function insert(pages: ListPage[], filter: Filter, row: ConversationRow): ListPage[] {
  const mark = markOf(filter, row)
  for (const [i, page] of pages.entries()) {
    const at = page.rows.findIndex((r) => compare(mark, markOf(filter, r)) < 0)
    if (at >= 0) return pages.with(i, { ...page, rows: page.rows.toSpliced(at, 0, row) })
  }
  const last = pages.at(-1)
  if (!last || (last.end && compare(mark, last.end) > 0)) return pages
  return pages.with(-1, { ...last, rows: [...last.rows, row] })
}
