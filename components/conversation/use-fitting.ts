'use client'
import { type RefObject, useLayoutEffect, useState } from 'react'

/** How much of the bar the title keeps, as long as it wants it: a share of the bar, at most so many px. */
const TITLE = { share: 0.4, most: 260 }

/**
 * How many of a bar's optional actions have room beside its title; the others belong into a menu. `bar` holds them all, marked
 * `data-fits="always"`, `"optional"` (in the order in which they get room) or `"menu"` (stands where one has none). Those without room
 * stay in the document, invisible and absolute, to be measured. For the component that draws `bar`: further in, it is not there yet.
 */
export function useFitting(bar: RefObject<HTMLElement | null>): number {
  const [count, setCount] = useState(0)
  useLayoutEffect(() => {
    const el = bar.current
    if (!el) return
    const look = () => setCount(fitting(el))
    look()
    const observer = new ResizeObserver(look)
    for (const part of [el, ...parts(el, 'always'), ...parts(el, 'optional')]) observer.observe(part)
    return () => observer.disconnect()
  }, [bar])
  return count
}

const parts = (bar: HTMLElement, kind: 'always' | 'optional' | 'menu') => [...bar.querySelectorAll<HTMLElement>(`[data-fits="${kind}"]`)]

function fitting(bar: HTMLElement): number {
  const width = (kind: Parameters<typeof parts>[1]) => parts(bar, kind).reduce((sum, part) => sum + part.offsetWidth + 2, 0)
  const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(bar)
  const inside = bar.clientWidth - Number.parseFloat(paddingInlineStart) - Number.parseFloat(paddingInlineEnd)
  let room = inside - Math.min(bar.clientWidth * TITLE.share, TITLE.most) - width('always')
  const optional = parts(bar, 'optional')
  if (width('optional') <= room) return optional.length
  room -= width('menu')
  const over = optional.findIndex((part) => (room -= part.offsetWidth + 2) < 0)
  return over < 0 ? optional.length : over
}
