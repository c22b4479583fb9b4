'use client'
import { cloneElement, type HTMLAttributes, type KeyboardEvent, type MouseEvent, type ReactElement, type Ref, useEffect, useId, useRef, useState } from 'react'
import { loadLayers, useLayers } from './load-layers'

type ButtonProps = HTMLAttributes<HTMLElement> & { 'data-state'?: string; ref?: Ref<HTMLElement> }
export type TriggerProps = {
  /** A button that passes its props on. Gets the state and the handlers. */
  trigger: ReactElement
  open?: boolean
  onOpenChange?: (open: boolean) => void
}

/**
 * The button of a menu or popover. It is ours and stays the same element before and after the layers' code is there, so
 * that neither focus nor a press is lost; a press that comes too early opens as soon as the code is there.
 */
export function useTrigger({ trigger, open, onOpenChange, popup }: TriggerProps & { popup: 'menu' | 'dialog' }) {
  const layers = useLayers()
  const [own, setOwn] = useState(false)
  const id = useId()
  const anchor = useRef<HTMLElement>(null)
  const isOpen = open ?? own
  const setOpen = (to: boolean) => {
    setOwn(to)
    if (to !== isOpen) onOpenChange?.(to)
  }
  const giveUp = useRef(() => {})
  useEffect(() => {
    giveUp.current = () => setOpen(false)
  })
  // Without network: better a button to press again than one that says it is open and shows nothing.
  useEffect(() => {
    if (isOpen && !layers) loadLayers().catch(() => giveUp.current())
  }, [isOpen, layers])

  const given = trigger.props as ButtonProps
  const button = cloneElement(trigger as ReactElement<ButtonProps>, {
    ref: (el: HTMLElement | null) => {
      anchor.current = el
    },
    'aria-haspopup': popup,
    'aria-expanded': isOpen,
    'aria-controls': isOpen && layers ? id : undefined,
    'data-state': isOpen ? 'open' : 'closed',
    onClick: (e: MouseEvent<HTMLElement>) => {
      given.onClick?.(e)
      if (!e.defaultPrevented) setOpen(!isOpen)
    },
    onKeyDown: (e: KeyboardEvent<HTMLElement>) => {
      given.onKeyDown?.(e)
      if (popup !== 'menu' || e.key !== 'ArrowDown' || isOpen) return
      e.preventDefault()
      setOpen(true)
    },
  })
  return { layers, button, box: { id, open: isOpen, onOpenChange: setOpen, anchor } }
}
