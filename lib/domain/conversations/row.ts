/** A conversation as a list shows it: the same shape from a page, from an event and from a verb. Times in unix ms. */
import type { ChannelType } from '@/db/schema/channels'
import type { conversations, Status } from '@/db/schema/conversations'
import type { Person } from '../events'

export type ConversationRow = {
  id: number
  kind: 'customer' | 'team'
  version: number
  channelId: number | null
  channelType: ChannelType | null
  contactId: number | null
  contactName: string | null
  title: string
  members: number[]
  status: Status
  assigneeId: number | null
  teamId: number | null
  needsReply: boolean
  waitingSince: number | null
  lastIndex: number
  lastContentIndex: number
  lastActivityAt: number
  /** When the customer last wrote here. */
  lastCustomerAt: number | null
  contactReadIndex: number
  contactDeliveredIndex: number
  snippet: string
  snippetBy: 'contact' | 'user' | 'note' | 'system'
  /** The colleague who wrote it. */
  snippetUserId: number | null
  snoozedUntil: number | null
  createdAt: number
  /** The reader's own part. */
  me: { lastReadIndex: number; archived: boolean; mutedUntil: number | null }
}

export type Stored = typeof conversations.$inferSelect

const ms = (d: Date | null) => (d ? d.getTime() : null)

/** What everybody sees the same, with nobody's personal part. */
export function rowOf(c: Stored, contactName: string | null): ConversationRow {
  return {
    id: c.id,
    kind: c.kind,
    version: c.version,
    channelId: c.channelId,
    channelType: c.channelType,
    contactId: c.contactId,
    contactName,
    title: c.title,
    members: c.members,
    status: c.status,
    assigneeId: c.assigneeId,
    teamId: c.teamId,
    needsReply: c.needsReply,
    waitingSince: ms(c.waitingSince),
    lastIndex: c.lastIndex,
    lastContentIndex: c.lastContentIndex,
    lastActivityAt: c.lastActivityAt.getTime(),
    lastCustomerAt: ms(c.lastCustomerAt),
    contactReadIndex: c.contactReadIndex,
    contactDeliveredIndex: c.contactDeliveredIndex,
    snippet: c.snippet,
    snippetBy: c.snippetBy,
    snippetUserId: c.snippetUserId,
    snoozedUntil: ms(c.snoozedUntil),
    createdAt: c.createdAt.getTime(),
    me: NOBODY,
  }
}

const NOBODY = { lastReadIndex: -1, archived: false, mutedUntil: null }

/** The row as one user sees it. */
export function rowFor(row: ConversationRow, person: Person | undefined): ConversationRow {
  return person ? { ...row, me: { lastReadIndex: person.lastReadIndex, archived: person.archived, mutedUntil: person.mutedUntil } } : row
}

/** New to this reader: somebody wrote after what they have read. */
export const isUnread = (row: ConversationRow) => row.lastContentIndex > row.me.lastReadIndex
