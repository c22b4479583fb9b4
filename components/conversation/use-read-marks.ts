'use client'
import { useCallback, useEffect, useRef } from 'react'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useAct } from '@/lib/queries/mutations'

const PAUSE_MS = 300

/**
 * Marks read what was on screen. Once the person marks it unread it stays so until the conversation is opened anew:
 * whoever mounts this starts afresh. `seen()` is the highest index shown.
 */
export function useReadMarks(row: ConversationRow) {
  const act = useAct()
  const highest = useRef(-1)
  const stays = useRef(false)
  const current = useRef(row)
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null)

  // Marked unread, here or in another window: the mark only ever goes back on purpose.
  useEffect(() => {
    if (row.me.lastReadIndex < current.current.me.lastReadIndex) stays.current = true
    current.current = row
  }, [row])

  const mark = useCallback(() => {
    timer.current = null
    if (!stays.current && highest.current > current.current.me.lastReadIndex) act.markRead(current.current.id, highest.current)
  }, [act])

  useEffect(
    () => () => {
      if (!timer.current) return
      clearTimeout(timer.current)
      mark()
    },
    [mark],
  )

  const onSeen = useCallback(
    (index: number) => {
      highest.current = Math.max(highest.current, index)
      timer.current ??= setTimeout(mark, PAUSE_MS)
    },
    [mark],
  )
  const seen = useCallback(() => highest.current, [])
  const markUnread = useCallback(
    (from?: number) => {
      stays.current = true
      act.markUnread(current.current.id, from)
    },
    [act],
  )
  return { onSeen, seen, markUnread }
}
