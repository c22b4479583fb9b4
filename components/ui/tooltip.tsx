'use client'
import { cloneElement, type FocusEvent, type HTMLAttributes, type PointerEvent, type ReactElement, useLayoutEffect, useRef, useState } from 'react'
import { Kbd } from './kbd'
import { placeBeside } from './place-beside'

/** The pointer rests this long before the words come, ms. */
const REST = 500

/** A short name (and key) beside a control that has the same accessible name; so it is hidden from assistive tools. */
export function Tip({ label, keys, side = 'bottom', children }: { label: string; keys?: string; side?: 'top' | 'bottom'; children: ReactElement }) {
  const [anchor, setAnchor] = useState<Element | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const child = children as ReactElement<HTMLAttributes<HTMLElement>>
  const given = child.props
  const hide = () => {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  return (
    <>
      {cloneElement(child, {
        onPointerEnter: (e: PointerEvent<HTMLElement>) => {
          given.onPointerEnter?.(e)
          const at = e.currentTarget
          if (e.pointerType === 'mouse') timer.current = setTimeout(() => setAnchor(at), REST)
        },
        onPointerLeave: (e: PointerEvent<HTMLElement>) => {
          given.onPointerLeave?.(e)
          hide()
        },
        onPointerDown: (e: PointerEvent<HTMLElement>) => {
          given.onPointerDown?.(e)
          hide()
        },
        onFocus: (e: FocusEvent<HTMLElement>) => {
          given.onFocus?.(e)
          const at = e.currentTarget
          // Later: focus may come back from a menu that is still closing, and two may not show and hide at once.
          if (at.matches(':focus-visible')) timer.current = setTimeout(() => at === document.activeElement && setAnchor(at), REST)
        },
        onBlur: (e: FocusEvent<HTMLElement>) => {
          given.onBlur?.(e)
          hide()
        },
      })}
      {anchor && <Words anchor={anchor} label={label} keys={keys} side={side} onEscape={hide} />}
    </>
  )
}

function Words({ anchor, label, keys, side, onEscape }: { anchor: Element; label: string; keys?: string; side: 'top' | 'bottom'; onEscape: () => void }) {
  const box = useRef<HTMLDivElement>(null)
  const escape = useRef(onEscape)
  useLayoutEffect(() => {
    if (!box.current) return
    box.current.showPopover()
    placeBeside(anchor, box.current, { align: 'center', side })
    const onKey = (e: KeyboardEvent) => e.key === 'Escape' && escape.current()
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [anchor, side])
  return (
    <div
      ref={box}
      popover="manual"
      aria-hidden
      className="pointer-events-none fixed m-0 max-w-72 overflow-hidden rounded-md bg-ink px-2 py-1 text-xs font-normal text-surface shadow-lg"
    >
      <span className="flex items-center gap-2">
        {label}
        {keys && <Kbd keys={keys} inverted />}
      </span>
    </div>
  )
}
