'use client'
/** The draft of one conversation: kept in the browser at once and on the server a moment later, whichever is newer wins. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { Draft } from '@/lib/domain/drafts/find'
import { useMe } from './directory'
import { del, put, RequestError } from './fetch'
import { keys } from './keys'
import type { Opened } from './thread-merge'

type Kept = Draft & { unsaved: boolean }

const PAUSE_MS = 800
const EMPTY: Draft = { mode: 'reply', body: '', attachments: [], more: {}, updatedAt: 0 }
const isEmpty = (d: Draft) => d.body.trim() === '' && d.attachments.length === 0 && Object.values(d.more).every((v) => v === undefined)

/**
 * `draft` is what the composer shows; `change` keeps it; `clear` throws it away (sent or discarded). Mount it with the
 * conversation's id as key: what the server had (`fromServer`) counts when it mounts.
 */
export function useDraft(conversationId: number, fromServer: Draft | null) {
  const client = useQueryClient()
  const slot = `parley:draft:${useMe().id}:${conversationId}`
  const [draft, setDraft] = useState<Draft>(() => newest(readKept(slot), fromServer))
  const now = useRef(draft)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  const save = useCallback(() => {
    if (timer.current) clearTimeout(timer.current)
    timer.current = null
    void saveKept(client, slot, conversationId)
  }, [client, slot, conversationId])

  const change = useCallback(
    (part: Partial<Omit<Draft, 'updatedAt'>>) => {
      const next = { ...now.current, ...part, updatedAt: Date.now() }
      now.current = next
      setDraft(next)
      keep(slot, { ...next, unsaved: true })
      if (timer.current) clearTimeout(timer.current)
      timer.current = setTimeout(save, PAUSE_MS)
    },
    [slot, save],
  )

  const clear = useCallback(() => {
    const next = { ...EMPTY, mode: now.current.mode, updatedAt: Date.now() }
    now.current = next
    setDraft(next)
    keep(slot, { ...next, unsaved: true })
    save()
  }, [slot, save])

  useEffect(() => {
    window.addEventListener('online', save)
    if (readKept(slot)?.unsaved) save()
    return () => {
      window.removeEventListener('online', save)
      if (timer.current) save()
    }
  }, [slot, save])

  return { draft, change, clear }
}

function newest(kept: Kept | null, server: Draft | null): Draft {
  if (kept && (kept.unsaved || kept.updatedAt >= (server?.updatedAt ?? 0))) return kept.unsaved && server && server.updatedAt > kept.updatedAt ? server : kept
  return server ?? EMPTY
}

/** One conversation's saves go one after the other: a late one must not bring back what was sent. */
const chains = new Map<string, Promise<void>>()

function saveKept(client: QueryClient, slot: string, conversationId: number): Promise<void> {
  const next = (chains.get(slot) ?? Promise.resolve()).then(async () => {
    const kept = readKept(slot)
    if (!kept?.unsaved) return
    const { mode, body, attachments, more, updatedAt } = kept
    const path = `/conversations/${conversationId}/draft`
    client.setQueryData<Opened>(keys.conversation(conversationId), (o) => o && { ...o, draft: isEmpty(kept) ? null : { mode, body, attachments, more, updatedAt } })
    try {
      if (isEmpty(kept)) await del(`${path}?updatedAt=${updatedAt}`)
      else await put(path, { mode, body, attachmentIds: attachments.map((a) => a.id), more, updatedAt })
    } catch (e) {
      // No network: it stays here as unsaved and goes later. A refusal will not change its mind.
      if (e instanceof RequestError && e.mayRetry) return
    }
    const after = readKept(slot)
    if (after?.updatedAt !== updatedAt) return
    if (isEmpty(after)) localStorage.removeItem(slot)
    else keep(slot, { ...after, unsaved: false })
  })
  chains.set(slot, next)
  return next
}

function readKept(slot: string): Kept | null {
  if (typeof window === 'undefined') return null
  try {
    const d: unknown = JSON.parse(localStorage.getItem(slot) ?? 'null')
    // Only this file writes the slot; the check is for what an older release may have left.
    return typeof d === 'object' && d !== null && 'body' in d && 'attachments' in d && 'updatedAt' in d ? withMore(d as Kept) : null
  } catch {
    return null
  }
}

function keep(slot: string, d: Kept): void {
  try {
    localStorage.setItem(slot, JSON.stringify(d))
  } catch {
    // Full or forbidden: the server's copy will do.
  }
}

/** What an older release left here has no `more`. */
const withMore = (d: Kept): Kept => ({ ...d, more: d.more ?? {} })
