/** A conversation as it is to stand in the database, told by its lines; the rest follows from them. Times in unix ms. */
import type { ChannelType } from '@/db/schema/channels'
import type { Status } from '@/db/schema/conversations'
import type { SystemLine } from '@/db/schema/messages'
import type { Person } from '../events'

export type Line = {
  by: 'contact' | 'user' | 'note' | 'system'
  /** Who on the team did it; null for customers and the clock. */
  userId: number | null
  at: number
  system?: SystemLine
  /** It could not be delivered, for this reason. */
  failed?: string
}

export type Plan = {
  kind: 'customer' | 'team'
  channel: { id: number; type: ChannelType } | null
  contactId: number | null
  members: number[]
  title: string
  assigneeId: number | null
  teamId: number | null
  creatorId: number | null
  status: Status
  snoozedUntil: number | null
  /** The contact's newest on this channel: where the next message goes. */
  current: boolean
  startedAt: number
  lines: Line[]
  /** What the line says; the same for the same index. Empty for system lines. */
  body(index: number): string
  people: Person[]
}
