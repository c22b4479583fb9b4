'use client'
import { useQuery } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import type { Counts } from '@/lib/domain/conversations/counts'
import { addCounts } from './cache'
import { get } from './fetch'
import { keys } from './keys'
import { useLive } from './live-provider'
import { channelOfView, type View } from './views'

/** The count of any view, with what the person just did already in it. Null while unknown. */
export function useCounts(): { of(view: View): number | null; teamUnread: number } {
  const { pending } = useLive()
  const { data } = useQuery({ queryKey: keys.counts, queryFn: ({ signal }) => get<Counts>('/counts', {}, { signal }) })
  const deltas = useSyncExternalStore(pending.subscribe, pending.counts, pending.counts)
  return useMemo(() => {
    const counts = data && addCounts(data, deltas)
    return { of: (view) => (counts ? countOf(counts, view, pending.me) : null), teamUnread: counts?.mine.team_unread ?? 0 }
  }, [data, deltas, pending])
}

/** What a person's view holds: what the workspace has there, minus what they archived. */
export function countOf(counts: Counts, view: View, me: number): number {
  const visible = (key: string) => Math.max(0, (counts.shared[key] ?? 0) - (counts.mine[`hidden:${key}`] ?? 0))
  switch (view) {
    case 'mine':
      return visible(`open:assignee:${me}`)
    case 'unassigned':
      return visible('open:assignee:0')
    case 'all':
      return visible('open')
    case 'needs-reply':
      return visible('open:needs_reply')
    case 'pending':
    case 'snoozed':
    case 'closed':
      return visible(view)
    case 'archived':
    case 'team':
      return counts.mine[view] ?? 0
    default:
      return visible(`open:channel:${channelOfView(view)}`)
  }
}
