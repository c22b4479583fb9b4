'use client'
/** The drafts of one conversation: kept in the browser at once and on the server a moment later; my other tabs and devices follow. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Draft, Drafts } from '@/lib/domain/drafts/find'
import { newKey } from './client-key'
import { useMe } from './directory'
import { isEmptyDraft, type LocalDraft, mergeDraft, type Mode } from './draft-merge'
import { del, get, put, RequestError } from './fetch'
import { keys } from './keys'
import type { Opened } from './thread-merge'

const PAUSE_MS = 800
const EMPTY: Draft = { key: '', body: '', attachments: [], more: {}, updatedAt: 0 }
const MODES = ['reply', 'note'] as const

type State = { mode: Mode; reply: Draft; note: Draft }
type Change = Partial<Pick<Draft, 'body' | 'attachments' | 'more'>>

/**
 * What the composer shows: the draft of the mode it is in. `change` keeps it (of `mode`, absent the current one), `clear`
 * throws it away (sent or discarded), `setMode` shows the other one. Mount it with the conversation's id as key.
 */
export function useDraft(conversationId: number, fromServer: Drafts) {
  const client = useQueryClient()
  const prefix = `parley:draft:${useMe().id}:${conversationId}`
  const [state, setState] = useState<State>(() => begin(prefix, fromServer))
  const now = useRef(state)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  const show = useCallback((next: State) => {
    now.current = next
    setState(next)
  }, [])
  const save = useCallback(() => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    for (const mode of MODES) void saveLocal(client, prefix, conversationId, mode)
  }, [client, prefix, conversationId])

  const change = useCallback(
    (what: Change | ((d: Draft) => Change), mode: Mode = now.current.mode) => {
      const have = now.current[mode]
      const key = isEmptyDraft(have) || have.key === '' ? newKey() : have.key
      // Later than what it follows, whatever this device's clock says.
      const updatedAt = Math.max(Date.now(), have.updatedAt + 1)
      const next = { ...have, ...(typeof what === 'function' ? what(have) : what), key, updatedAt }
      show({ ...now.current, [mode]: next })
      const local = readLocal(prefix, mode)
      write(prefix, mode, { ...next, unsaved: true, wasSent: local?.key === key && local.wasSent })
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(save, PAUSE_MS)
    },
    [prefix, save, show],
  )
  const clear = useCallback(() => {
    const { mode } = now.current
    const next = { ...EMPTY, key: now.current[mode].key, updatedAt: Math.max(Date.now(), now.current[mode].updatedAt + 1) }
    show({ ...now.current, [mode]: next })
    write(prefix, mode, { ...next, unsaved: true })
    save()
  }, [prefix, save, show])
  const setMode = useCallback((mode: Mode) => mode !== now.current.mode && show({ ...now.current, mode }), [show])

  // Sent, discarded or written further on another device.
  useEffect(() => {
    const next = { ...now.current, ...merged(prefix, now.current, fromServer) }
    if (MODES.some((m) => next[m] !== now.current[m])) show(next)
  }, [prefix, fromServer, show])

  useEffect(() => {
    const adopt = (e: StorageEvent) => {
      const mode = MODES.find((m) => e.key === slotOf(prefix, m))
      if (!mode) return
      const local = readLocal(prefix, mode) ?? EMPTY
      if (local.updatedAt !== now.current[mode].updatedAt) show({ ...now.current, [mode]: local })
    }
    // Whoever changes devices looks at this page again.
    const look = () => document.visibilityState === 'visible' && void refreshDrafts(client, conversationId)
    window.addEventListener('storage', adopt)
    window.addEventListener('online', save)
    window.addEventListener('focus', look)
    document.addEventListener('visibilitychange', look)
    if (MODES.some((m) => readLocal(prefix, m)?.unsaved)) save()
    return () => {
      window.removeEventListener('storage', adopt)
      window.removeEventListener('online', save)
      window.removeEventListener('focus', look)
      document.removeEventListener('visibilitychange', look)
      if (timer.current) save()
    }
  }, [client, conversationId, prefix, save, show])

  return { draft: state[state.mode], mode: state.mode, change, clear, setMode }
}

/** Whether something is being written in it, as far as this tab has been told. */
export function hasDraft(client: QueryClient, conversationId: number): boolean {
  const drafts = client.getQueryData<Opened>(keys.conversation(conversationId))?.drafts
  return MODES.some((m) => drafts?.[m] && !isEmptyDraft(drafts[m]))
}

/** Asks for the drafts of a conversation again. Quiet when it is not open, or there is no answer: the next look asks anew. */
export async function refreshDrafts(client: QueryClient, conversationId: number): Promise<void> {
  if (!client.getQueryData(keys.conversation(conversationId))) return
  try {
    const drafts = await get<Drafts>(`/conversations/${conversationId}/draft`)
    client.setQueryData<Opened>(keys.conversation(conversationId), (o) => o && { ...o, drafts })
  } catch {}
}

function begin(prefix: string, server: Drafts): State {
  adoptOld(prefix)
  const { reply, note } = merged(prefix, { reply: EMPTY, note: EMPTY }, server)
  // The one written last; a note left empty is not where an answer begins.
  return { reply, note, mode: !isEmptyDraft(note) && (isEmptyDraft(reply) || note.updatedAt > reply.updatedAt) ? 'note' : 'reply' }
}

function merged(prefix: string, have: Drafts | State, server: Drafts): { reply: Draft; note: Draft } {
  const of = (mode: Mode) => {
    const shown = have[mode] ?? EMPTY
    const local = readLocal(prefix, mode) ?? (shown.updatedAt > 0 ? { ...shown, unsaved: false } : null)
    const next = mergeDraft(local, server[mode]) ?? EMPTY
    return next.updatedAt === shown.updatedAt && next.key === shown.key ? shown : next
  }
  return { reply: of('reply'), note: of('note') }
}

/** One draft's saves go one after the other: a late one must not bring back what was sent. */
const chains = new Map<string, Promise<void>>()

function saveLocal(client: QueryClient, prefix: string, conversationId: number, mode: Mode): Promise<void> {
  const slot = slotOf(prefix, mode)
  const next = (chains.get(slot) ?? Promise.resolve()).then(async () => {
    const local = readLocal(prefix, mode)
    if (!local?.unsaved) return
    const { key, body, attachments, more, updatedAt } = local
    const path = `/conversations/${conversationId}/draft`
    client.setQueryData<Opened>(keys.conversation(conversationId), (o) => o && { ...o, drafts: { ...o.drafts, [mode]: { key, body, attachments, more, updatedAt } } })
    let isSent = false
    try {
      if (isEmptyDraft(local)) await del(`${path}?mode=${mode}&updatedAt=${updatedAt}`)
      else ({ isSent } = await put<{ isSent: boolean }>(path, { mode, key, body, attachmentIds: attachments.map((a) => a.id), more, updatedAt }))
    } catch (e) {
      // No network: it stays here as unsaved and goes later. A refusal will not change its mind.
      if (e instanceof RequestError && e.mayRetry) return
    }
    const after = readLocal(prefix, mode)
    if (after?.updatedAt !== updatedAt) return
    if (isEmptyDraft(after)) localStorage.removeItem(slot)
    else write(prefix, mode, { ...after, unsaved: false, wasSent: isSent })
  })
  chains.set(slot, next)
  return next
}

const slotOf = (prefix: string, mode: Mode) => `${prefix}:${mode}`

function readLocal(prefix: string, mode: Mode): LocalDraft | null {
  const d = readSlot(slotOf(prefix, mode))
  return d && 'key' in d ? d : null
}

function readSlot(slot: string): LocalDraft | null {
  if (typeof window === 'undefined') return null
  try {
    const d: unknown = JSON.parse(localStorage.getItem(slot) ?? 'null')
    // Only this file writes the slot; the check is for what an older release may have left.
    return typeof d === 'object' && d !== null && 'body' in d && 'attachments' in d && 'updatedAt' in d ? (d as LocalDraft) : null
  } catch {
    return null
  }
}

function write(prefix: string, mode: Mode, d: LocalDraft): void {
  try {
    localStorage.setItem(slotOf(prefix, mode), JSON.stringify(d))
  } catch {
    // Full or forbidden: the server's copy will do.
  }
}

/** An older release kept one draft for both modes, without a key. */
function adoptOld(prefix: string): void {
  const old = readSlot(prefix)
  if (!old) return
  const mode = 'mode' in old && old.mode === 'note' ? 'note' : 'reply'
  if (!readLocal(prefix, mode)) write(prefix, mode, { ...old, more: old.more ?? {}, key: newKey() })
  try {
    localStorage.removeItem(prefix)
  } catch {}
}
