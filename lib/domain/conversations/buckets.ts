/**
 * Which counts a conversation stands in. Counts are never recounted: a change compares the buckets before and after.
 * Shared counts have userId 0. Archiving is personal, so each archiver has `hidden:<key>` counts of their own, and what
 * a person's list shows is shared minus hidden: no write ever touches a row per colleague.
 */
import type { CountDelta, Person } from '../events'
import type { Stored } from './row'

type Counted = Pick<Stored, 'kind' | 'status' | 'assigneeId' | 'channelId' | 'needsReply' | 'lastContentIndex'>

const sharedKeys = (c: Counted) => {
  const keys = [c.status, `${c.status}:assignee:${c.assigneeId ?? 0}`]
  if (c.status === 'open') {
    keys.push(`open:channel:${c.channelId ?? 0}`)
    if (c.needsReply) keys.push('open:needs_reply')
  }
  return keys
}

/** Every bucket the conversation is in, as `userId|key`. */
export function bucketsOf(c: Counted, people: readonly Person[]): Set<string> {
  const out = new Set<string>()
  if (c.kind === 'customer') {
    const keys = sharedKeys(c)
    for (const k of keys) out.add(`0|${k}`)
    for (const p of people) {
      if (!p.archived) continue
      out.add(`${p.userId}|archived`)
      for (const k of keys) out.add(`${p.userId}|hidden:${k}`)
    }
    return out
  }
  for (const p of people) {
    if (!p.member) continue
    out.add(`${p.userId}|${p.archived ? 'team_archived' : 'team'}`)
    if (!p.archived && c.lastContentIndex > p.lastReadIndex) out.add(`${p.userId}|team_unread`)
  }
  return out
}

/** What moved between two states, merged into `into`. */
export function diffBuckets(before: Set<string>, after: Set<string>, into: Map<string, number>): void {
  for (const k of before) if (!after.has(k)) into.set(k, (into.get(k) ?? 0) - 1)
  for (const k of after) if (!before.has(k)) into.set(k, (into.get(k) ?? 0) + 1)
}

/** The moved buckets in one fixed order, so that two writers never wait for each other in a ring. */
export function deltas(moved: Map<string, number>): CountDelta[] {
  return [...moved]
    .filter(([, n]) => n !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([k, n]) => ({ userId: Number(k.slice(0, k.indexOf('|'))), key: k.slice(k.indexOf('|') + 1), n }))
}
