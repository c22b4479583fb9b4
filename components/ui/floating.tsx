'use client'
import {
  cloneElement,
  type HTMLAttributes,
  type KeyboardEvent,
  type PointerEvent,
  type MouseEvent,
  type ReactElement,
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type Beside, placeBeside } from './place-beside'

type TriggerProps = HTMLAttributes<HTMLElement> & { 'data-state'?: string; disabled?: boolean }
export type FloatingProps = Beside & {
  /** A button that passes its props on. Gets the state and the handlers. */
  trigger: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/**
 * What menus and popovers share: a trigger, and a box on the browser's own top layer (so nothing clips it, a press
 * outside or Escape closes it, and focus goes back), without a positioning library.
 */
export function useFloating({ trigger, open, onOpenChange, popup }: FloatingProps & { popup: 'menu' | 'dialog' }) {
  const [own, setOwn] = useState(false)
  const isOpen = open ?? own
  const id = useId()
  const anchor = useRef<HTMLElement>(null)
  const wasOpen = useRef(false)
  const setOpen = (to: boolean) => {
    setOwn(to)
    if (to !== isOpen) onOpenChange?.(to)
  }
  const given = trigger.props as TriggerProps
  const button = cloneElement(trigger as ReactElement<TriggerProps & { ref?: unknown }>, {
    ref: (el: HTMLElement | null) => {
      anchor.current = el
    },
    'aria-haspopup': popup,
    'aria-expanded': isOpen,
    'aria-controls': isOpen ? id : undefined,
    'data-state': isOpen ? 'open' : 'closed',
    // The press that closes it (from outside the box) must not open it again.
    onPointerDown: (e: PointerEvent<HTMLElement>) => {
      given.onPointerDown?.(e)
      wasOpen.current = isOpen
    },
    onClick: (e: MouseEvent<HTMLElement>) => {
      given.onClick?.(e)
      if (!e.defaultPrevented) setOpen(e.detail === 0 ? !isOpen : !wasOpen.current)
    },
    onKeyDown: (e: KeyboardEvent<HTMLElement>) => {
      given.onKeyDown?.(e)
      if (popup !== 'menu' || e.key !== 'ArrowDown' || isOpen) return
      e.preventDefault()
      setOpen(true)
    },
  })
  return { isOpen, setOpen, id, anchor, button }
}

type BoxProps = HTMLAttributes<HTMLDivElement> &
  Beside & {
    anchor: RefObject<HTMLElement | null>
    onClosed: () => void
    onShown: (box: HTMLElement) => void
    boxRef: RefObject<HTMLDivElement | null>
    children: ReactNode
  }

/** The box itself; mounted means shown. `onShown` puts focus where it belongs. */
export function FloatingBox({ anchor, align, side, onClosed, onShown, boxRef, children, ...rest }: BoxProps) {
  const shown = useRef(onShown)
  useLayoutEffect(() => {
    const box = boxRef.current
    // A trigger without a place (an owner that is opened by a key alone) has the box in the middle of the page.
    const at = anchor.current ?? document.body
    if (!box) return
    if (!box.matches(':popover-open')) box.showPopover()
    const place = () => placeBeside(at, box, { align, side })
    place()
    shown.current(box)
    const watch = new ResizeObserver(place)
    watch.observe(box)
    addEventListener('resize', place)
    return () => {
      watch.disconnect()
      removeEventListener('resize', place)
    }
  }, [anchor, boxRef, align, side])
  // Unmounted from outside while it holds the focus: give it back to the trigger.
  useEffect(() => {
    const [box, at] = [boxRef.current, anchor.current]
    return () => {
      if (box && at?.isConnected && (box.contains(document.activeElement) || document.activeElement === document.body)) at.focus()
    }
  }, [anchor, boxRef])
  return (
    <div ref={boxRef} popover="auto" onToggle={(e) => e.target === e.currentTarget && e.newState === 'closed' && onClosed()} {...rest}>
      {children}
    </div>
  )
}
