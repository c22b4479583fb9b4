'use client'
/** What a person does to a conversation: shown at once, taken back on failure, undone on request. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useFormatter, useLocale, useTranslations } from 'use-intl'
import { shortMoment } from '@/components/ui/time'
import { useToast } from '@/components/ui/toast'
import * as actions from '@/lib/actions/conversations'
import type { Result } from '@/lib/actions/run'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { errorMessage } from '@/lib/i18n/error-messages'
import { languageOf } from '@/lib/i18n/locales'
import type { FailureReason } from './fetch'
import { findRow, showRow } from './cache'
import { useDirectory } from './directory'
import { keys } from './keys'
import { useLive } from './live-provider'
import type { Patch } from './pending'

export type Acts = {
  assign(id: number, assigneeId: number | null): void
  setTeam(id: number, teamId: number | null): void
  close(id: number): void
  reopen(id: number): void
  markPending(id: number): void
  /** `until`: unix ms. */
  snooze(id: number, until: number): void
  archive(id: number): void
  unarchive(id: number): void
  mute(id: number, minutes: number): void
  unmute(id: number): void
  /** Quiet: no toast. `index` absent: all. */
  markRead(id: number, index?: number): void
  /** `fromIndex` absent: the newest message somebody wrote. */
  markUnread(id: number, fromIndex?: number): void
  rename(id: number, title: string): void
  addParticipants(id: number, userIds: number[]): void
  removeParticipants(id: number, userIds: number[]): void
  /** Takes back the last thing done, if it still can be. */
  undo(): void
}

type Act = {
  patch: Patch
  call: () => Promise<Result<ConversationRow>>
  /** What to say; absent: nothing. */
  said?: string
  /** The person is through with it: the next conversation takes its place. */
  leaves?: boolean
  /** What takes it back, given the row as it was. */
  inverse?: (before: ConversationRow) => void
}

/** How long an act that was accepted waits for its event before everything is asked afresh, ms. */
const EVENT_WAIT = 5000

/** What the person acted on of late, so that a list may let go of it although the pointer rests there. */
const acted = new Map<number, { at: number; leaves: boolean }>()
const LATELY = 30_000
const lately = (id: number) => {
  const act = acted.get(id)
  return act && Date.now() - act.at < LATELY ? act : undefined
}
export const actedLately = (id: number): boolean => lately(id) !== undefined
/** Acted on and through with it (closed, archived, snoozed…). */
export const leftLately = (id: number): boolean => lately(id)?.leaves ?? false

/** Per conversation: acts reach the server in the order they were done. */
const queues = new Map<number, Promise<unknown>>()
let undoable: (() => void) | null = null

/** While the browser knows of no network the act waits for one; it is shown as done meanwhile. */
async function whenOnline<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      if (navigator.onLine) return await call()
    } catch (e) {
      if (navigator.onLine) throw e
    }
    await new Promise((ok) => window.addEventListener('online', ok, { once: true }))
  }
}

/** The acts, stable across renders. Errors become toasts; nothing throws. */
export function useAct(): Acts {
  const client = useQueryClient()
  const live = useLive()
  const toast = useToast()
  const t = useTranslations('inbox.done')
  const common = useTranslations('common')
  const locale = languageOf(useLocale())
  const format = useFormatter()
  const { userById, teamById } = useDirectory()
  const words = useRef({ t, common, locale, format, userById, teamById })
  useEffect(() => {
    words.current = { t, common, locale, format, userById, teamById }
  })

  return useMemo<Acts>(() => {
    const { pending } = live
    const w = () => words.current
    const tellFailure = async (reason: FailureReason) => {
      // Sentences that cannot be fetched either mean that the network is away.
      const text = reason === 'offline' ? null : await errorMessage(w().locale, reason).catch(() => null)
      toast.show({ tone: 'danger', text: text ?? w().common('offline') })
    }

    const run = (id: number, act: Act, isUndo = false) => {
      const before = findRow(client, id)
      if (act.said) acted.set(id, { at: Date.now(), leaves: (act.leaves ?? false) || isUndo })
      const op = before && pending.begin(before, act.patch)
      if (before) showRow(client, act.patch(before), pending.me, true)
      let toastId = -1
      const { inverse } = act
      if (act.said && !isUndo) {
        const undo =
          before && inverse
            ? () => {
                if (undoable === undo) undoable = null
                toast.dismiss(toastId)
                inverse(before)
              }
            : undefined
        undoable = undo ?? undoable
        toastId = toast.show({
          text: navigator.onLine ? act.said : w().common('whenOnline', { what: act.said }),
          action: undo && { label: w().common('undo'), keys: 'z', run: undo },
        })
      }
      const takeBack = (reason: FailureReason) => {
        const row = op && pending.drop(id, op)
        if (row) showRow(client, row, pending.me, true)
        toast.dismiss(toastId)
        void tellFailure(reason)
      }
      const sent = (queues.get(id) ?? Promise.resolve())
        .then(() => whenOnline(act.call))
        .then(
          (result) => {
            if (!result.ok) return takeBack(result.error.reason)
            if (!op || !pending.done(id, op)) return
            live.nudge()
            setTimeout(() => {
              // No event came (nothing had to change, or it was lost on the way): what the server says now is the truth.
              if (!pending.drop(id, op)) return
              for (const key of [keys.counts, keys.lists, keys.conversation(id)]) void client.invalidateQueries({ queryKey: key })
            }, EVENT_WAIT)
          },
          () => takeBack('offline'),
        )
      queues.set(id, sent)
      void sent.finally(() => queues.get(id) === sent && queues.delete(id))
    }

    const status = (id: number, to: ConversationRow['status'], said: string | undefined, call: Act['call'], isUndo: boolean, until: number | null = null) =>
      run(id, { patch: (r) => ({ ...r, status: to, snoozedUntil: until }), call, said, leaves: to !== 'open', inverse: (before) => restoreStatus(id, before) }, isUndo)
    const restoreStatus = (id: number, before: ConversationRow) => {
      if (before.status === 'closed') close(id, true)
      else if (before.status === 'pending') markPending(id, true)
      else if (before.status === 'snoozed' && before.snoozedUntil !== null && before.snoozedUntil > Date.now()) snooze(id, before.snoozedUntil, true)
      else reopen(id, true)
    }
    const close = (id: number, isUndo = false) => status(id, 'closed', w().t('closed'), () => actions.closeAction({ conversationId: id }), isUndo)
    const reopen = (id: number, isUndo = false) => status(id, 'open', w().t('reopened'), () => actions.reopenAction({ conversationId: id }), isUndo)
    const markPending = (id: number, isUndo = false) => status(id, 'pending', w().t('pending'), () => actions.markPendingAction({ conversationId: id }), isUndo)
    const snooze = (id: number, until: number, isUndo = false) =>
      status(
        id,
        'snoozed',
        w().t('snoozed', { when: shortMoment(w().format, until, Date.now()) }),
        () => actions.snoozeAction({ conversationId: id, until }),
        isUndo,
        until,
      )
    const assign = (id: number, assigneeId: number | null, isUndo = false) =>
      run(
        id,
        {
          patch: (r) => ({ ...r, assigneeId }),
          call: () => actions.assignAction({ conversationId: id, assigneeId }),
          said:
            assigneeId === null
              ? w().t('unassigned')
              : assigneeId === pending.me
                ? w().t('taken')
                : w().t('assigned', { name: w().userById.get(assigneeId)?.name ?? w().common('unknownPerson') }),
          inverse: (before) => assign(id, before.assigneeId, true),
        },
        isUndo,
      )
    const setTeam = (id: number, teamId: number | null, isUndo = false) =>
      run(
        id,
        {
          patch: (r) => ({ ...r, teamId }),
          call: () => actions.setTeamAction({ conversationId: id, teamId }),
          said: teamId === null ? w().t('noTeam') : w().t('team', { name: w().teamById.get(teamId)?.name ?? '' }),
          inverse: (before) => setTeam(id, before.teamId, true),
        },
        isUndo,
      )
    const mine =
      (part: Partial<ConversationRow['me']>): Patch =>
      (r) => ({ ...r, me: { ...r.me, ...part } })
    const archive = (id: number, isUndo = false) =>
      run(
        id,
        {
          patch: mine({ archived: true }),
          call: () => actions.archiveAction({ conversationId: id }),
          said: w().t('archived'),
          leaves: true,
          inverse: () => unarchive(id, true),
        },
        isUndo,
      )
    const unarchive = (id: number, isUndo = false) =>
      run(
        id,
        { patch: mine({ archived: false }), call: () => actions.unarchiveAction({ conversationId: id }), said: w().t('unarchived'), inverse: () => archive(id, true) },
        isUndo,
      )
    // The server's clock counts: its time stands once it is near ours.
    const until =
      (minutes: number, at = Date.now() + minutes * 60_000): Patch =>
      (r) => ({ ...r, me: { ...r.me, mutedUntil: r.me.mutedUntil !== null && Math.abs(r.me.mutedUntil - at) < 60_000 ? r.me.mutedUntil : at } })
    const mute = (id: number, minutes: number, isUndo = false) =>
      run(id, { patch: until(minutes), call: () => actions.muteAction({ conversationId: id, minutes }), said: w().t('muted'), inverse: () => unmute(id, true) }, isUndo)
    const unmute = (id: number, isUndo = false) =>
      run(
        id,
        {
          patch: mine({ mutedUntil: null }),
          call: () => actions.unmuteAction({ conversationId: id }),
          said: w().t('unmuted'),
          inverse: (before) => before.me.mutedUntil !== null && mute(id, Math.max(1, Math.ceil((before.me.mutedUntil - Date.now()) / 60_000)), true),
        },
        isUndo,
      )
    const markRead = (id: number, index?: number) => {
      const row = findRow(client, id)
      if (row && row.me.lastReadIndex >= (index ?? row.lastIndex)) return
      run(id, {
        patch: (r) => ({ ...r, me: { ...r.me, lastReadIndex: Math.max(r.me.lastReadIndex, index ?? r.lastIndex) } }),
        call: () => actions.markReadAction({ conversationId: id, index }),
      })
    }
    const markUnread = (id: number, fromIndex?: number) =>
      run(id, {
        patch: (r) => ({ ...r, me: { ...r.me, lastReadIndex: Math.min(r.me.lastReadIndex, (fromIndex ?? r.lastContentIndex) - 1) } }),
        call: () => actions.markUnreadAction({ conversationId: id, fromIndex }),
        said: w().t('unread'),
        inverse: () => markRead(id),
      })
    const rename = (id: number, title: string, isUndo = false) =>
      run(
        id,
        {
          patch: (r) => ({ ...r, title }),
          call: () => actions.renameAction({ conversationId: id, title }),
          said: w().t('renamed'),
          inverse: (before) => rename(id, before.title, true),
        },
        isUndo,
      )
    const addParticipants = (id: number, userIds: number[], isUndo = false) =>
      run(
        id,
        {
          patch: (r) => ({ ...r, members: [...new Set([...r.members, ...userIds])].sort((a, b) => a - b) }),
          call: () => actions.addParticipantsAction({ conversationId: id, userIds }),
          said: w().t('added', { count: userIds.length }),
          inverse: () => removeParticipants(id, userIds, true),
        },
        isUndo,
      )
    const removeParticipants = (id: number, userIds: number[], isUndo = false) =>
      run(
        id,
        {
          patch: (r) => ({ ...r, members: r.members.filter((m) => !userIds.includes(m)) }),
          call: () => actions.removeParticipantsAction({ conversationId: id, userIds }),
          said: w().t('removed', { count: userIds.length }),
          // Whoever left cannot bring themselves back.
          inverse: userIds.includes(pending.me) ? undefined : () => addParticipants(id, userIds, true),
        },
        isUndo,
      )

    return {
      assign: (id, who) => assign(id, who),
      setTeam: (id, team) => setTeam(id, team),
      close: (id) => close(id),
      reopen: (id) => reopen(id),
      markPending: (id) => markPending(id),
      snooze: (id, until) => snooze(id, until),
      archive: (id) => archive(id),
      unarchive: (id) => unarchive(id),
      mute: (id, minutes) => mute(id, minutes),
      unmute: (id) => unmute(id),
      markRead,
      markUnread,
      rename: (id, title) => rename(id, title),
      addParticipants: (id, ids) => addParticipants(id, ids),
      removeParticipants: (id, ids) => removeParticipants(id, ids),
      undo: () => undoable?.(),
    }
  }, [client, live, toast])
}
