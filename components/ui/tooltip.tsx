'use client'
import {
  cloneElement,
  type FocusEvent,
  type HTMLAttributes,
  type KeyboardEvent,
  type PointerEvent,
  type ReactElement,
  type RefObject,
  useEffect,
  useRef,
  useState,
} from 'react'
import { useLayers, wantLayers } from './load-layers'

/** The pointer or the focus rests this long before the words come, ms. */
const REST = 500
/** Keys that bring the focus to a control. */
const WALKING = new Set(['Tab', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown', 'Home', 'End'])

/** A short name (and key) beside a control that has the same accessible name; so it is hidden from assistive tools. */
export function Tip({ label, keys, side = 'bottom', children }: { label: string; keys?: string; side?: 'top' | 'bottom'; children: ReactElement }) {
  const layers = useLayers()
  const [anchor, setAnchor] = useState<RefObject<Element> | null>(null)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const child = children as ReactElement<HTMLAttributes<HTMLElement>>
  const given = child.props
  const show = (at: Element, isStill: () => boolean = () => true) => {
    wantLayers()
    clearTimeout(timer.current)
    timer.current = setTimeout(() => isStill() && setAnchor({ current: at }), REST)
  }
  const hide = () => {
    clearTimeout(timer.current)
    setAnchor(null)
  }
  return (
    <>
      {cloneElement(child, {
        onPointerEnter: (e: PointerEvent<HTMLElement>) => {
          given.onPointerEnter?.(e)
          if (e.pointerType === 'mouse') show(e.currentTarget)
        },
        onPointerLeave: (e: PointerEvent<HTMLElement>) => {
          given.onPointerLeave?.(e)
          hide()
        },
        onPointerDown: (e: PointerEvent<HTMLElement>) => {
          given.onPointerDown?.(e)
          hide()
        },
        // Only for who walked here by key: focus given back by a layer that closed says nothing, or the next Escape would be its.
        onKeyUp: (e: KeyboardEvent<HTMLElement>) => {
          given.onKeyUp?.(e)
          const at = e.currentTarget
          if (WALKING.has(e.key) && at === document.activeElement) show(at, () => at === document.activeElement)
        },
        onBlur: (e: FocusEvent<HTMLElement>) => {
          given.onBlur?.(e)
          hide()
        },
      })}
      {anchor && layers && <layers.TipBox anchor={anchor} label={label} keys={keys} side={side} onClose={hide} />}
    </>
  )
}
