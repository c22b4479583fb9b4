/** What the verbs would have left in the conversation's row after these lines. */
import type { conversations } from '@/db/schema/conversations'
import { snippetOf } from '../text'
import type { Plan } from './plan'

export type DerivedRow = Required<Omit<typeof conversations.$inferInsert, 'id' | 'extra' | 'workspaceId'>>

const when = (ms: number | null | undefined) => (ms === null || ms === undefined ? null : new Date(ms))

/** Mirrors append, receive, reply and changeStatus: doctor and the tests compare. */
export function derive(p: Plan) {
  let needsReply = false
  let waitingSince: number | null = null
  let [lastContent, lastCustomerAt, lastReplyAt, readIndex] = [-1, 0, 0, -1]
  let [closedAt, closedBy] = [0, null as number | null]
  for (const [i, line] of p.lines.entries()) {
    if (line.by === 'system') {
      if (line.system?.event === 'status') [closedAt, closedBy] = line.system.to === 'closed' ? [line.at, line.userId] : [0, null]
      continue
    }
    lastContent = i
    if (p.kind === 'team' || line.by === 'note') continue
    if (line.by === 'contact') {
      if (!needsReply) waitingSince = line.at
      needsReply = true
      lastCustomerAt = line.at
      readIndex = i - 1
    } else {
      ;[needsReply, waitingSince, lastReplyAt] = [false, null, line.at]
    }
  }
  const last = p.lines[lastContent]
  return {
    kind: p.kind,
    channelId: p.channel?.id ?? null,
    channelType: p.channel?.type ?? null,
    contactId: p.contactId,
    memberKey: p.kind === 'team' ? p.members.join() : null,
    members: takersOf(p),
    current: p.current ? 'yes' : null,
    title: p.title,
    status: p.status,
    assigneeId: p.assigneeId,
    teamId: p.teamId,
    creatorId: p.creatorId,
    needsReply,
    waitingSince: when(waitingSince),
    lastIndex: p.lines.length - 1,
    lastContentIndex: lastContent,
    systemLines: p.lines.filter((l) => l.by === 'system').length,
    lastActivityAt: new Date(last?.at ?? p.startedAt),
    lastCustomerAt: when(lastCustomerAt || null),
    lastReplyAt: when(lastReplyAt || null),
    contactReadIndex: readIndex,
    contactDeliveredIndex: readIndex,
    snippet: last ? snippetOf(p.body(lastContent)) : '',
    snippetBy: last ? last.by : ('system' as const),
    snippetUserId: last?.userId ?? null,
    snoozedUntil: when(p.snoozedUntil),
    closedAt: when(closedAt || null),
    closedBy,
    version: p.lines.length + 1,
    createdAt: new Date(p.startedAt),
  } as const
}

/** Who takes part, sorted: a team conversation's people; in a customer's whoever had it or wrote in it. */
export function takersOf(p: Plan): number[] {
  if (p.kind === 'team') return p.members
  const had = p.lines.flatMap((l) => (l.system?.event === 'assigned' ? l.system.to : l.by === 'system' ? null : l.userId))
  return [...new Set([p.assigneeId, ...had].filter((id) => id !== null))].sort((a, b) => a - b)
}

/** Everybody's part in it, with what the lists of a person are sorted and filtered by. */
export function partsOf(p: Plan, row: Pick<DerivedRow, 'lastContentIndex' | 'lastActivityAt'>) {
  const takers = takersOf(p)
  const quiet = takers
    .filter((userId) => !p.people.some((x) => x.userId === userId))
    .map((userId) => ({ userId, member: true, lastReadIndex: -1, archived: false, mutedUntil: null }))
  return [...p.people, ...quiet].map((x) => {
    const member = takers.includes(x.userId)
    const mutedUntil = x.mutedUntil === null ? null : new Date(x.mutedUntil)
    return { ...x, member, mutedUntil, unread: member && row.lastContentIndex > x.lastReadIndex, activityAt: row.lastActivityAt }
  })
}
