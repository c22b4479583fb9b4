import { channelOfView, type View } from '@/lib/queries/views'

/** The word of `inbox.views` for each fixed view. */
export const VIEW_WORDS = {
  mine: 'mine',
  unassigned: 'unassigned',
  all: 'all',
  'needs-reply': 'needsReply',
  pending: 'pending',
  snoozed: 'snoozed',
  closed: 'closed',
  archived: 'archived',
  team: 'team',
} as const
export type FixedView = keyof typeof VIEW_WORDS

export const isFixedView = (view: View): view is FixedView => channelOfView(view) === null
