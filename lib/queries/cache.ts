/** How a row, an event and a count get into the query cache. The only place that writes lists and counts. */
import type { QueryClient } from '@tanstack/react-query'
import type { Counts } from '@/lib/domain/conversations/counts'
import type { Filter } from '@/lib/domain/conversations/filter'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import type { CountDelta, LiveEvent } from '@/lib/domain/events'
import { keys } from './keys'
import { applyRow, type ListData, matches, rowsOf, seqOf } from './list-rows'
import type { Pending } from './pending'

/** What `['conversation', id]` holds, as far as rows go. */
type WithRow = { details: { row: ConversationRow } }

const lists = (client: QueryClient) => client.getQueriesData<ListData>({ queryKey: keys.lists }).map(([key, data]) => ({ key, filter: key[1] as Filter, data }))

/** The newest state we have of a conversation's row. */
export function findRow(client: QueryClient, id: number): ConversationRow | undefined {
  const open = client.getQueryData<WithRow>(keys.conversation(id))?.details.row
  const listed = lists(client).flatMap(({ data }) => rowsOf(data).filter((r) => r.id === id))
  return [...(open ? [open] : []), ...listed].reduce<ConversationRow | undefined>((best, r) => (!best || r.version > best.version ? r : best), undefined)
}

/** Shows this state of a row everywhere. `force`: even when it is not newer (an act of ours, or its taking back). */
export function showRow(client: QueryClient, row: ConversationRow, me: number, force = false, seq = Infinity): void {
  for (const { key, filter, data } of lists(client)) {
    if (!data || seq <= seqOf(data)) continue
    const next = applyRow(data, filter, row, me, force)
    if (next !== data) client.setQueryData(key, next)
    // Only the server can look for words: such a list is fetched again when it is next shown.
    else if (filter.text !== '' && !force && matches(filter, row, me)) void client.invalidateQueries({ queryKey: key, refetchType: 'none' })
  }
  client.setQueryData<WithRow>(keys.conversation(row.id), (have) =>
    have && (force || row.version >= have.details.row.version) ? { ...have, details: { ...have.details, row } } : have,
  )
}

/** Works an event into lists and counts. Events that are in already change nothing. `again`: it was told before. */
export function applyEvent(client: QueryClient, pending: Pending, event: LiveEvent, again = false): void {
  client.setQueryData<Counts>(keys.counts, (have) => (have && event.seq > have.seq ? addCounts(have, event.counts ?? [], event.seq) : have))
  const row = again ? event.row && pending.shown(event.row) : pending.tell(event)
  if (row) showRow(client, row, pending.me, false, event.seq)
}

/** The counts after these moves. Never mutates. */
export function addCounts(have: Counts, deltas: readonly CountDelta[], seq = have.seq): Counts {
  if (deltas.length === 0) return seq === have.seq ? have : { ...have, seq }
  const shared = { ...have.shared }
  const mine = { ...have.mine }
  for (const d of deltas) {
    const side = d.userId === 0 ? shared : mine
    side[d.key] = (side[d.key] ?? 0) + d.n
  }
  return { seq, shared, mine }
}
