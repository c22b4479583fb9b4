'use client'
import { useMemo } from 'react'
import { useTimeZone } from 'use-intl'
import type { MessageView } from '@/lib/domain/messages/view'
import type { OutboxEntry } from '@/lib/queries/outbox'
import { type Item, itemsOf } from './items'

/** The lines of a thread on the reader's calendar. */
export function useItems(messages: readonly MessageView[], outbox: readonly OutboxEntry[], newFrom: number | null, me: number): Item[] {
  const timeZone = useTimeZone()
  const dayOf = useMemo(() => {
    const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    const known = new Map<number, string>()
    // Days begin on a quarter of an hour everywhere: one answer serves all messages within it.
    return (ms: number) => {
      const quarter = Math.floor(ms / 900_000)
      const day = known.get(quarter) ?? format.format(ms)
      known.set(quarter, day)
      return day
    }
  }, [timeZone])
  return useMemo(() => itemsOf({ messages, outbox, newFrom, me, dayOf }), [messages, outbox, newFrom, me, dayOf])
}
