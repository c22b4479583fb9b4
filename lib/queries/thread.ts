/** The open conversation in the cache: one stretch of its messages, longer on demand, kept true by the event stream. */
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { LiveEvent } from '@/lib/domain/events'
import type { Thread } from '@/lib/domain/messages/thread'
import type { MessageView } from '@/lib/domain/messages/view'
import { get } from './fetch'
import { keys } from './keys'
import { applyEvent, joinStretch, messageOf, type Opened, putMessage } from './thread-merge'

const PAGE = 50

/** Events of the last while: a read that was under way when they came has to catch up on them. */
const recent: LiveEvent[] = []
const RECENT_MAX = 1000

/** Read again, it keeps the stretch that is on screen, so that nobody loses their place; unless it has grown long. */
async function fetchOpened(client: QueryClient, id: number, signal: AbortSignal): Promise<Opened> {
  const opened = await get<Opened>(`/conversations/${id}/open`, {}, { signal })
  const have = client.getQueryData<Opened>(keys.conversation(id))?.thread
  const thread = have ? await sameStretch(id, have, signal) : null
  const fresh = thread ? { ...opened, thread } : opened
  return recent.reduce((o, e) => (e.conversationId === id ? applyEvent(o, e).open : o), fresh)
}

async function sameStretch(id: number, have: Thread, signal: AbortSignal): Promise<Thread | null> {
  const first = have.messages[0]?.index
  if (first === undefined || have.messages.length > 200) return null
  const got = await get<Thread>(`/conversations/${id}/messages`, { after: first - 1, limit: 200 }, { signal })
  return got.moreAfter && !have.moreAfter ? null : { ...got, moreBefore: first > 0 }
}

const openedQuery = (client: QueryClient, id: number) => ({
  queryKey: keys.conversation(id),
  queryFn: ({ signal }: { signal: AbortSignal }) => fetchOpened(client, id, signal),
})

/** Fetches a conversation before it is opened; quiet when it is at hand already. */
export const prefetchThread = (client: QueryClient, id: number): Promise<void> => client.prefetchQuery(openedQuery(client, id))

/** The contacts an event is about. */
export const contactsIn = (e: LiveEvent): number[] =>
  e.kind.startsWith('contact.') ? [e.data.contactId, e.data.from, e.data.into].filter((id): id is number => typeof id === 'number') : []

/** Works a live event into the opened conversation it is about, fetching what is missing in between. */
export function applyToThread(client: QueryClient, event: LiveEvent): void {
  recent.push(event)
  heard++
  const about = messageOf(event)
  if (about) lastOf.set(about.id, heard)
  if (lastOf.size > RECENT_MAX) lastOf.clear()
  if (recent.length > RECENT_MAX) recent.splice(0, RECENT_MAX / 2)
  // Who lies in the cache unseen is read again when next shown; what is on screen asks for its contact by itself.
  const people = contactsIn(event)
  if (people.length > 0)
    void client.invalidateQueries({
      queryKey: ['conversation'],
      type: 'inactive',
      refetchType: 'none',
      predicate: (q) => people.includes(client.getQueryData<Opened>(q.queryKey)?.contact?.contact.id ?? 0),
    })
  // Whether the customer may be written to is the server's to say, and stands in no row.
  if (event.kind === 'contact.reach_changed' || event.kind === 'channel.changed')
    void client.invalidateQueries({
      queryKey: ['conversation'],
      predicate: (q) => {
        const row = client.getQueryData<Opened>(q.queryKey)?.details.row
        return row !== undefined && (event.kind === 'channel.changed' ? row.channelId === event.data.channelId : row.contactId === event.data.contactId)
      },
    })
  const id = event.conversationId
  const have = id === null ? undefined : client.getQueryData<Opened>(keys.conversation(id))
  if (id === null || !have) return
  const { open, gap } = applyEvent(have, event)
  if (open !== have) client.setQueryData(keys.conversation(id), open)
  if (gap) void fillGap(client, id)
}

/** How many events came, and which was the last about a message. */
let heard = 0
const lastOf = new Map<number, number>()
export const heardSoFar = (): number => heard

/**
 * Puts in a message that the server has just answered with; done when it is there. What the stream told of it since the
 * question (`since`: heardSoFar then; 0 for a new one) is newer than the answer and stays. Never throws.
 */
export async function keepMessage(client: QueryClient, message: MessageView, since = 0): Promise<void> {
  const key = keys.conversation(message.conversationId)
  const have = client.getQueryData<Opened>(key)
  if (!have || ((lastOf.get(message.id) ?? 0) > since && have.thread.messages.some((m) => m.id === message.id))) return
  const thread = putMessage(have.thread, message)
  if (thread) client.setQueryData<Opened>(key, { ...have, thread })
  else await fillGap(client, message.conversationId)
}

const filling = new Map<number, Promise<void>>()

function fillGap(client: QueryClient, id: number): Promise<void> {
  const running = filling.get(id)
  if (running) return running
  const work = fetchGap(client, id).finally(() => filling.delete(id))
  filling.set(id, work)
  return work
}

async function fetchGap(client: QueryClient, id: number): Promise<void> {
  try {
    // Bounded: whoever missed more than this sees the newest stretch afresh.
    for (let page = 0; page < 5; page++) {
      const last = client.getQueryData<Opened>(keys.conversation(id))?.thread.messages.at(-1)?.index ?? -1
      const more = await addStretch(client, id, { after: last, limit: 200 })
      if (!more?.moreAfter) return
    }
    await client.invalidateQueries({ queryKey: keys.conversation(id) })
  } catch {
    await client.invalidateQueries({ queryKey: keys.conversation(id) })
  }
}

async function addStretch(client: QueryClient, id: number, query: { before?: number; after?: number; limit: number }): Promise<Thread | undefined> {
  const got = await get<Thread>(`/conversations/${id}/messages`, query)
  return putStretch(client, id, got)
}

/** Joins a stretch to what is there, with the news that came while it was on its way. */
function putStretch(client: QueryClient, id: number, got: Thread): Thread | undefined {
  return client.setQueryData<Opened>(keys.conversation(id), (have) => {
    if (!have) return have
    const news = recent.flatMap((e) => (e.conversationId === id ? (messageOf(e) ?? []) : []))
    return { ...have, thread: news.reduce((t, m) => putMessage(t, m) ?? t, joinStretch(have.thread, got)) }
  })?.thread
}

/** The opened conversation `id` with ways to see more of it. Errors of paging are in `pageError`; asking again clears it. */
export function useThread(id: number) {
  const client = useQueryClient()
  const query = useQuery(openedQuery(client, id))
  const [loading, setLoading] = useState<'older' | 'newer' | 'jump' | null>(null)
  const [pageError, setPageError] = useState<unknown>(null)
  const busy = useRef(false)

  const page = useCallback(async (what: 'older' | 'newer' | 'jump', work: () => Promise<unknown>) => {
    if (busy.current) return
    busy.current = true
    setLoading(what)
    setPageError(null)
    try {
      await work()
    } catch (e) {
      setPageError(e)
    } finally {
      busy.current = false
      setLoading(null)
    }
  }, [])

  useEffect(() => {
    // The pages that were wanted are asked for again.
    const retry = () => setPageError(null)
    window.addEventListener('online', retry)
    return () => window.removeEventListener('online', retry)
  }, [])

  const stretch = useCallback(() => client.getQueryData<Opened>(keys.conversation(id))?.thread, [client, id])
  const loadOlder = useCallback(() => {
    const t = stretch()
    return t?.moreBefore ? page('older', () => addStretch(client, id, { before: t.messages[0]?.index ?? 0, limit: PAGE })) : undefined
  }, [client, id, page, stretch])
  const loadNewer = useCallback(() => {
    const t = stretch()
    return t?.moreAfter ? page('newer', () => addStretch(client, id, { after: t.messages.at(-1)?.index ?? -1, limit: PAGE })) : undefined
  }, [client, id, page, stretch])
  /** Shows another part of the thread: around an index, or its end. */
  const jump = useCallback(
    (around?: number) =>
      page('jump', async () => {
        const got =
          around === undefined ? await get<Thread>(`/conversations/${id}/messages`, { limit: PAGE }) : (await get<Opened>(`/conversations/${id}/open`, { around })).thread
        putStretch(client, id, got)
      }),
    [client, id, page],
  )
  return { ...query, loading, pageError, loadOlder, loadNewer, jump }
}
