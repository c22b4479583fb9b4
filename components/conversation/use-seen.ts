'use client'
import type { Virtualizer } from '@tanstack/react-virtual'
import { type RefObject, useEffect, useRef, useState } from 'react'
import type { Item } from './items'

/**
 * The highest index that really stood on screen, in a visible page. Tells `onSeen` when it rises. A message counts when
 * its end is in view, or when it reaches above the middle (taller than the screen).
 */
export function useSeen(
  v: Virtualizer<HTMLDivElement, Element>,
  items: readonly Item[],
  scroller: RefObject<HTMLDivElement | null>,
  onSeen: (index: number) => void,
): number {
  const [seen, setSeen] = useState(-1)
  const best = useRef(-1)
  const tell = useRef(onSeen)
  tell.current = onSeen

  const bottom = (v.scrollOffset ?? 0) + (v.scrollRect?.height ?? 0)
  const middle = (v.scrollOffset ?? 0) + (v.scrollRect?.height ?? 0) / 2
  let index = -1
  for (const s of v.getVirtualItems()) {
    const item = items[s.index]
    if (item?.type === 'message' && (s.end <= bottom + 24 || s.start <= middle)) index = Math.max(index, item.message.index)
  }

  useEffect(() => {
    const look = () => {
      if (document.visibilityState !== 'visible' || !scroller.current?.isConnected || index <= best.current) return
      best.current = index
      setSeen(index)
      tell.current(index)
    }
    // Long enough that a thread flown past, or one still finding its place, is not taken for read.
    const timer = setTimeout(look, 250)
    document.addEventListener('visibilitychange', look)
    return () => {
      clearTimeout(timer)
      document.removeEventListener('visibilitychange', look)
    }
  }, [index, scroller])
  return seen
}
