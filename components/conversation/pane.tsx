'use client'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { usePlace } from '@/components/inbox/place'
import { isUnread } from '@/lib/domain/conversations/row'
import { get, RequestError } from '@/lib/queries/fetch'
import { useSend } from '@/lib/queries/send'
import { useSignal } from '@/lib/queries/signal'
import { useThread } from '@/lib/queries/thread'
import type { Opened } from '@/lib/queries/thread-merge'
import { Composer, type ComposerHandle } from './composer'
import { DetailsPlace } from './details-place'
import { Header } from './header'
import { PresenceLine } from './presence-line'
import { PaneError, PaneMissing, PaneSkeleton } from './states'
import { type ThreadHandle, ThreadView } from './thread'
import { meant, ThreadActsContext } from './thread-acts'
import { useThreadActsOf } from './use-thread-acts'
import { useTitle } from './names'
import { useDetailsOpen } from './use-details-open'
import { isNear } from './start'
import { useReadMarks } from './use-read-marks'

/** One conversation: header, thread, composer, details. */
export function ConversationPane({ id }: { id: number }) {
  return <Loading key={id} id={id} />
}

function Loading({ id }: { id: number }) {
  const thread = useThread(id)
  if (thread.data) return <Pane opened={thread.data} thread={thread} />
  if (!thread.isError) return <PaneSkeleton id={id} />
  const reason = thread.error instanceof RequestError ? thread.error.reason : 'unexpected'
  return reason === 'not_found' || reason === 'bad_input' ? <PaneMissing /> : <PaneError reason={reason} onRetry={() => void thread.refetch()} />
}

function Pane({ opened, thread }: { opened: Opened; thread: ReturnType<typeof useThread> }) {
  const { row } = opened.details
  const t = useTranslations('conversation.composer')
  const title = useTitle(row)
  const composer = useRef<ComposerHandle>(null)
  const view = useRef<ThreadHandle>(null)
  const sending = useSend(row.id)
  const { typing } = useSignal(row.id)
  const { onSeen, seen, markUnread } = useReadMarks(row)
  const details = useDetailsOpen()
  // Where reading begins: as it was on opening, whatever is marked read since.
  const [newFrom, setNewFrom] = useState<number | null>(() => (isUnread(row) ? row.me.lastReadIndex + 1 : null))

  // Marked unread, by a key or in another window: the line moves with the mark.
  const mark = useRef(row.me.lastReadIndex)
  useEffect(() => {
    if (row.me.lastReadIndex < mark.current) setNewFrom(row.me.lastReadIndex + 1)
    mark.current = row.me.lastReadIndex
  }, [row.me.lastReadIndex])

  // Whoever answers knows what stood there when they opened it, also what they did not scroll to.
  const [openedAt] = useState(() => opened.thread.lastIndex)

  // A thread that lay in the cache may stand somewhere else than where reading begins.
  const { jump } = thread
  const first = opened.thread.messages[0]?.index ?? 0
  const last = opened.thread.messages.at(-1)?.index ?? -1
  const start = isNear(row, newFrom) ? newFrom : null
  const isElsewhere = start !== null ? start < first || start > last : opened.thread.moreAfter
  const wasElsewhere = useRef(isElsewhere)
  useEffect(() => {
    if (wasElsewhere.current) void jump()
    wasElsewhere.current = false
  }, [jump])

  const acts = useThreadActsOf(opened, thread, view, (more) => composer.current?.answer(more))
  // Opened from a search, it shows what was found.
  const text = usePlace().place.narrow.text
  const { id } = row
  useEffect(() => {
    if (!text) return
    const left = new AbortController()
    get<{ hit: { messageId: number; index: number } | null }>(`/conversations/${id}/hit`, { text }, { signal: left.signal }).then(
      ({ hit }) => {
        if (!hit || view.current?.toMessage(hit.messageId, false, true)) return
        view.current?.toMessage(hit.messageId, true, true)
        void jump(hit.index)
      },
      // Without an answer it stays at its newest messages.
      () => {},
    )
    return () => left.abort()
  }, [id, text, jump])

  const waiting = sending.entries.filter((e) => e.state === 'queued' && e.attempts > 0).length

  return (
    <div className="flex min-h-0 min-w-0 flex-1">
      <section
        aria-label={title}
        data-conversation={row.id}
        className="flex min-h-0 min-w-0 flex-1 flex-col bg-canvas md:min-w-80 [@media(max-height:26rem)]:overflow-y-auto"
      >
        <Header row={row} isDetailsOpen={details.isOpen} onDetails={details.toggle} onUnread={() => markUnread()} />
        <ThreadActsContext value={acts}>
          <ThreadView ref={view} opened={opened} thread={thread} sending={sending} newFrom={newFrom} onSeen={onSeen} onUnreadFrom={markUnread} />
        </ThreadActsContext>
        <PresenceLine row={row} />
        {waiting > 0 && (
          <p role="status" className="mx-3 mb-1 rounded-md bg-sunken px-3 py-1 text-center text-xs text-warn">
            {t('queued', { count: waiting })}
          </p>
        )}
        <Composer
          ref={composer}
          opened={opened}
          sending={sending}
          seenIndex={() => Math.max(openedAt, seen())}
          onTyping={typing}
          onSent={() => view.current?.toEnd()}
          onGoTo={acts.goTo}
          onQuote={(messageId) => {
            const m = meant(opened.thread.messages, messageId)
            if (m) acts.quote?.(m)
          }}
          onLeave={() => view.current?.focus()}
        />
      </section>
      {details.isOpen && <DetailsPlace opened={opened} isWide={details.isWide} onClose={details.toggle} />}
    </div>
  )
}
