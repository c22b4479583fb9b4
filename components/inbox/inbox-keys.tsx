'use client'
import { useQueryClient } from '@tanstack/react-query'
import type { RefObject } from 'react'
import { findRow } from '@/lib/queries/cache'
import { useMe } from '@/lib/queries/directory'
import { useAct } from '@/lib/queries/mutations'
import type { View } from '@/lib/queries/views'
import { useKeys } from './keyboard'
import type { ListHandle } from './list'
import { usePlace } from './place'

type Props = { list: RefObject<ListHandle | null>; search: RefObject<HTMLInputElement | null>; onHelp: () => void; onCompose: () => void }

/** The keys that work anywhere in the inbox, on the focused row or the open conversation. Snooze and assign need a choice: the conversation answers those. */
export function InboxKeys({ list, search, onHelp, onCompose }: Props) {
  const client = useQueryClient()
  const act = useAct()
  const me = useMe()
  const { place, go } = usePlace()
  const to = (view: View) => () => go({ view, narrow: {}, openId: null })
  const move = (by: number) => () => {
    const id = list.current?.move(by) ?? null
    if (id !== null && place.openId !== null) go({ openId: id }, 'replace')
  }
  const onRow = (work: (row: NonNullable<ReturnType<typeof findRow>>) => void) => () => {
    const id = list.current?.target() ?? null
    const row = id === null ? undefined : findRow(client, id)
    if (row) work(row)
  }
  const onCustomer = (work: Parameters<typeof onRow>[0]) => onRow((row) => row.kind === 'customer' && work(row))
  useKeys({
    next: move(1),
    previous: move(-1),
    open: onRow((row) => go({ openId: row.id })),
    back: () => {
      if (place.openId === null) return
      const id = place.openId
      go({ openId: null })
      list.current?.focus(id)
    },
    search: () => search.current?.focus(),
    help: onHelp,
    compose: onCompose,
    undo: act.undo,
    assignToMe: onCustomer((row) => act.assign(row.id, row.assigneeId === me.id ? null : me.id)),
    close: onCustomer((row) => (row.status === 'closed' ? act.reopen(row.id) : act.close(row.id))),
    pending: onCustomer((row) => (row.status === 'pending' ? act.reopen(row.id) : act.markPending(row.id))),
    archive: onRow((row) => (row.me.archived ? act.unarchive(row.id) : act.archive(row.id))),
    mute: onRow((row) => (row.me.mutedUntil !== null && row.me.mutedUntil > Date.now() ? act.unmute(row.id) : act.mute(row.id, MUTE_MINUTES))),
    unread: onRow((row) => act.markUnread(row.id)),
    goMine: to('mine'),
    goUnassigned: to('unassigned'),
    goAll: to('all'),
    goNeedsReply: to('needs-reply'),
    goPending: to('pending'),
    goSnoozed: to('snoozed'),
    goClosed: to('closed'),
    goArchived: to('archived'),
    goTeam: to('team'),
  })
  return null
}

/** What the key mutes for; the menu of the conversation has more. */
const MUTE_MINUTES = 8 * 60
