'use client'
/** Sending: everything I write goes through the outbox, whose doors to the browser and the server are here. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useMemo, useSyncExternalStore } from 'react'
import type { MessageView } from '@/lib/domain/messages/view'
import { newKey } from './client-key'
import { useMe } from './directory'
import { post, RequestError } from './fetch'
import { makeOutbox, type Outbox, type OutboxEntry, type SendFailure } from './outbox'
import { keepMessage } from './thread'

/** One per person, so that who signs in next on this browser neither sees nor sends it. */
const outboxes = new Map<number, Outbox>()

function outboxOf(userId: number, client: QueryClient): Outbox {
  const known = outboxes.get(userId)
  if (known) return known
  const prefix = `parley:outbox:${userId}:`
  const made = makeOutbox(prefix, {
    storage: typeof window === 'undefined' ? null : storageOrNull(),
    post: async (e) => {
      const { message } = await post<{ message: MessageView }>(
        `/conversations/${e.conversationId}/messages`,
        {
          kind: e.kind,
          body: e.body,
          clientKey: e.key,
          ...(e.draftKey ? { draftKey: e.draftKey } : {}),
          attachmentIds: e.attachments.map((a) => a.id),
          ...(e.kind === 'reply' && e.seenIndex !== undefined ? { seenIndex: e.seenIndex } : {}),
          ...(e.kind === 'reply' ? e.more : {}),
        },
        { timeoutMs: 20_000 },
      )
      return message
    },
    failure: failureOf,
    sent: (message) => keepMessage(client, message),
    now: () => Date.now(),
    later: (work, ms) => void setTimeout(work, ms),
    alone: (name, work) => ('locks' in navigator ? navigator.locks.request(name, work) : work()),
  })
  // On the server it would hold the page it was made for.
  if (typeof window !== 'undefined') {
    outboxes.set(userId, made)
    window.addEventListener('online', made.flush)
    window.addEventListener('storage', (e) => e.key?.startsWith(prefix) && made.reload())
    made.flush()
  }
  return made
}

/** What becomes of a send that failed: tried again by itself, held for its author, or shown as failed. */
function failureOf(error: unknown): SendFailure {
  if (!(error instanceof RequestError)) return { retry: true, reason: 'offline' }
  if (error.reason === 'moved_on' || error.reason === 'draft_sent')
    return { retry: false, reason: error.reason, newer: Array.isArray(error.data.newer) ? error.data.newer : [] }
  return { retry: error.mayRetry, reason: error.reason }
}

function storageOrNull(): Storage | null {
  try {
    return window.localStorage
  } catch {
    return null
  }
}

const NONE: readonly OutboxEntry[] = []

/** What waits in the outbox. */
export function useOutbox() {
  const client = useQueryClient()
  const me = useMe().id
  const outbox = useMemo(() => (me > 0 ? outboxOf(me, client) : null), [me, client])
  const entries = useSyncExternalStore(
    outbox ? outbox.subscribe : silent,
    () => outbox?.list() ?? NONE,
    () => NONE,
  )
  return { outbox, entries }
}
const silent = () => () => {}

/** Mounted with the inbox, so that what an earlier visit left unsent goes out whatever is open. */
export function OutboxKeeper(): null {
  useOutbox()
  return null
}

/** The outbox of one conversation. A draft is sent under its own key, so that no other tab or device sends it again. */
export function useSend(conversationId: number) {
  const { outbox, entries } = useOutbox()
  const mine = useMemo(() => entries.filter((e) => e.conversationId === conversationId), [entries, conversationId])
  return {
    entries: mine,
    send: (what: Pick<OutboxEntry, 'kind' | 'body' | 'attachments' | 'seenIndex' | 'more' | 'draftKey'>) => {
      const waiting = what.draftKey ? outbox?.find(what.draftKey) : undefined
      // Another tab sends the very same right now.
      if (waiting?.body === what.body && waiting.attachments.length === what.attachments.length) return
      outbox?.send({ ...what, conversationId, key: what.draftKey && !waiting ? what.draftKey : newKey() })
    },
    retry: (key: string) => outbox?.retry(key),
    discard: (key: string) => outbox?.discard(key),
  }
}
