'use client'
import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react'
import { cx } from './cx'

const STEP = 16

/** How wide a pane is, px, as this browser remembers it under `name`. */
export function usePaneWidth(name: string, { min, max, start }: { min: number; max: number; start: number }) {
  const slot = `parley:width:${name}`
  const [width, setWidth] = useState(start)
  const clamp = (px: number) => Math.round(Math.max(min, Math.min(max, px)))
  useLayoutEffect(() => {
    const kept = Number(read(slot))
    if (kept > 0) setWidth(Math.round(Math.max(min, Math.min(max, kept))))
  }, [slot, min, max])
  const change = (px: number) => {
    setWidth(clamp(px))
    try {
      localStorage.setItem(slot, String(clamp(px)))
    } catch {
      // Forbidden: it is as wide as that until the page goes.
    }
  }
  return { width, change, min, max, start }
}

function read(slot: string): string | null {
  try {
    return localStorage.getItem(slot)
  } catch {
    return null
  }
}

/** `controls`: the pane's id. `edge`: the side of the pane it stands at. */
type Props = { pane: ReturnType<typeof usePaneWidth>; label: string; controls: string; edge?: 'start' | 'end'; className?: string }

/** Between a pane and the next: dragged, or moved by arrows; Home, End and a double press go to the ends and back (WAI-ARIA window splitter). */
export function Splitter({ pane, label, controls, edge = 'end', className }: Props) {
  const from = useRef<{ x: number; width: number } | null>(null)
  const towards = (el: Element) => (getComputedStyle(el).direction === 'rtl' ? -1 : 1) * (edge === 'start' ? -1 : 1)
  // In a narrow window the pane is narrower than it was left: moved from where it is seen, or nothing would move at first.
  const current = () => document.getElementById(controls)?.offsetWidth ?? pane.width
  const onKeyDown = (e: KeyboardEvent) => {
    const by = { ArrowRight: STEP, ArrowLeft: -STEP }[e.key]
    const to = by !== undefined ? current() + by * towards(e.currentTarget) : { Home: pane.min, End: pane.max }[e.key]
    if (to === undefined) return
    e.preventDefault()
    e.stopPropagation()
    pane.change(to)
  }
  const onPointerMove = (e: PointerEvent) => from.current && pane.change(from.current.width + (e.clientX - from.current.x) * towards(e.currentTarget))
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- a separator that can be moved is a widget
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-controls={controls}
      aria-valuenow={pane.width}
      aria-valuemin={pane.min}
      aria-valuemax={pane.max}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the same
      tabIndex={0}
      onKeyDown={onKeyDown}
      onDoubleClick={() => pane.change(pane.start)}
      onPointerDown={(e) => {
        from.current = { x: e.clientX, width: current() }
        e.currentTarget.setPointerCapture(e.pointerId)
        e.preventDefault()
      }}
      onPointerMove={onPointerMove}
      onLostPointerCapture={() => {
        from.current = null
      }}
      className={cx(
        'absolute inset-y-0 z-10 w-2 cursor-col-resize touch-none bg-clip-content px-[3px] transition-colors hover:bg-accent focus-visible:bg-accent',
        edge === 'end' ? '-end-1' : '-start-1',
        className,
      )}
    />
  )
}
