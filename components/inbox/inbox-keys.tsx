'use client'
import { useQueryClient } from '@tanstack/react-query'
import { type RefObject, useEffect } from 'react'
import { beginTypeAhead, type TypeAheadTarget } from '@/components/ui/type-ahead'
import { findRow } from '@/lib/queries/cache'
import { useMe } from '@/lib/queries/directory'
import { useAct } from '@/lib/queries/mutations'
import type { View } from '@/lib/queries/views'
import { useKeys } from './keyboard'
import type { ListHandle } from './list'
import { usePlace } from './place'
import { clearSelection, selectedIds, toggleSelected } from './selection'
import { shortcutOf } from './shortcuts'

type Props = { list: RefObject<ListHandle | null>; onHelp: () => void; onCompose: () => void }

/** The keys of the inbox, on the focused row or the open conversation, from list and thread alike. */
export function InboxKeys({ list, onHelp, onCompose }: Props) {
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
  const open = (id: number | null) => id !== null && go({ openId: id })

  // A key that opens a field: what is typed after it is held at once; whoever has the field takes it over when it is there.
  const type = (target: (id: number) => TypeAheadTarget, isGoingOn = false, given: number | null = null) => {
    const id = given ?? list.current?.target() ?? list.current?.first() ?? null
    if (id === null) return beginTypeAhead({ kind: 'nothing' }, isGoingOn)
    beginTypeAhead(target(id), isGoingOn)
    open(id)
  }
  const quoted = () => {
    const at = document.activeElement?.closest('[data-message]') ?? document.querySelector('[data-message]:hover')
    return at ? Number(at.getAttribute('data-message')) : null
  }
  const write = {
    reply: (conversationId: number) => ({ kind: 'write', mode: 'reply', conversationId }),
    note: (conversationId: number) => ({ kind: 'write', mode: 'note', conversationId }),
    quote: (conversationId: number) => ({ kind: 'write', mode: 'reply', conversationId, quote: quoted() }),
    assign: (conversationId: number) => ({ kind: 'assign', conversationId }),
    snooze: (conversationId: number) => ({ kind: 'snooze', conversationId }),
  } as const satisfies Record<string, (id: number) => TypeAheadTarget>
  const compose = (isGoingOn = false) => {
    beginTypeAhead({ kind: 'compose' }, isGoingOn)
    onCompose()
  }
  // A team's conversation is nobody's to be given or put off: the words after the key still may not act.
  const choose = (id: 'assign' | 'snooze', isGoingOn = false, given: number | null = null) =>
    type((c) => (findRow(client, c)?.kind === 'team' ? { kind: 'nothing' } : write[id](c)), isGoingOn, given)

  const keys = {
    next: move(1),
    previous: move(-1),
    open: () => open(list.current?.target() ?? null),
    back: () => {
      if (selectedIds().length > 0) return clearSelection()
      if (place.openId === null) return
      const id = place.openId
      go({ openId: null })
      list.current?.focus(id)
    },
    search: () => beginTypeAhead({ kind: 'search' }),
    help: onHelp,
    compose: () => compose(),
    undo: act.undo,
    reply: () => type(write.reply),
    note: () => type(write.note),
    quote: () => type(write.quote),
    assign: () => choose('assign'),
    snooze: () => choose('snooze'),
    assignToMe: onCustomer((row) => act.assign(row.id, row.assigneeId === me.id ? null : me.id)),
    close: onCustomer((row) => (row.status === 'closed' ? act.reopen(row.id) : act.close(row.id))),
    pending: onCustomer((row) => (row.status === 'pending' ? act.reopen(row.id) : act.markPending(row.id))),
    archive: onRow((row) => (row.me.archived ? act.unarchive(row.id) : act.archive(row.id))),
    mute: onRow((row) => (row.me.mutedUntil !== null && row.me.mutedUntil > Date.now() ? act.unmute(row.id) : act.mute(row.id, MUTE_MINUTES))),
    unread: onRow((row) => act.markUnread(row.id)),
    select: onRow((row) => toggleSelected(row.id)),
    goMine: to('mine'),
    goUnassigned: to('unassigned'),
    goAll: to('all'),
    goNeedsReply: to('needs-reply'),
    goPending: to('pending'),
    goSnoozed: to('snoozed'),
    goClosed: to('closed'),
    goArchived: to('archived'),
    goTeam: to('team'),
  }
  useKeys(keys)

  useEffect(() => {
    // What was pressed before this code came; by now the words after it stand in the type-ahead field.
    const early = window.parleyEarlyKeys
    if (!early) return
    early.stop()
    delete window.parleyEarlyKeys
    let id: number | null = early.open
    if (id !== null) open(id)
    for (const { key, row } of early.keys) {
      const what = shortcutOf(key)
      if (what === 'next' || what === 'previous') id = list.current?.move(what === 'next' ? 1 : -1) ?? id
      else if (what === 'open') open(id ?? row)
      else if (what === 'compose') compose(true)
      else if (what === 'search') beginTypeAhead({ kind: 'search' }, true)
      else if (what === 'assign' || what === 'snooze') choose(what, true, id ?? row)
      else if (what === 'reply' || what === 'note' || what === 'quote') type(write[what], true, id ?? row)
    }
    // Once: later keys come by `useKeys`.
    // eslint-disable-next-line react/exhaustive-deps
  }, [])
  return null
}

/** What the key mutes for; the menu of the conversation has more. */
const MUTE_MINUTES = 8 * 60
