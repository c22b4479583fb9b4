'use client'
import { type RefObject, useCallback, useEffect, useState } from 'react'

/** Rows drawn beyond what is seen, on either side. */
const BEYOND = 6
/** What a server takes a screen to be, px. */
const ASSUMED_HEIGHT = 760

/**
 * Which rows of a long list to draw, all rows being equally tall: so this is arithmetic, not measuring. `start` inclusive,
 * `end` exclusive. `reveal` scrolls as little as needed to show a row.
 */
export function useWindow(scroller: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [seen, setSeen] = useState({ first: 0, rows: Math.ceil(ASSUMED_HEIGHT / rowHeight) })
  const look = useCallback(() => {
    const el = scroller.current
    if (!el) return
    const first = Math.max(0, Math.floor(el.scrollTop / rowHeight))
    const rows = Math.ceil(el.clientHeight / rowHeight) + 1
    setSeen((s) => (s.first === first && s.rows === rows ? s : { first, rows }))
  }, [scroller, rowHeight])
  useEffect(() => {
    const el = scroller.current
    if (!el) return
    const watch = new ResizeObserver(look)
    watch.observe(el)
    el.addEventListener('scroll', look, { passive: true })
    return () => {
      watch.disconnect()
      el.removeEventListener('scroll', look)
    }
  }, [scroller, look])
  const reveal = useCallback(
    (index: number) => {
      const el = scroller.current
      if (!el) return
      const top = index * rowHeight
      if (top < el.scrollTop) el.scrollTop = top
      else if (top + rowHeight > el.scrollTop + el.clientHeight) el.scrollTop = top + rowHeight - el.clientHeight
      look()
    },
    [scroller, rowHeight, look],
  )
  const start = Math.max(0, Math.min(seen.first, count) - BEYOND)
  return { start, end: Math.min(count, seen.first + seen.rows + BEYOND), reveal }
}
