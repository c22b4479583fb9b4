'use client'
import { type ReactNode, useRef } from 'react'
import { cx } from './cx'
import { FloatingBox, type FloatingProps, useFloating } from './floating'

type Props = FloatingProps & { label: string; children: ReactNode; className?: string }

const FOCUSABLE = '[data-autofocus],input:not([disabled]),button:not([disabled]),a[href],select,textarea,[tabindex="0"]'

/** A small panel under its trigger; focus goes in (to `data-autofocus`, else the first control) and comes back. */
export function Popover({ label, children, align = 'start', side = 'bottom', className, ...rest }: Props) {
  const { isOpen, setOpen, id, anchor, button } = useFloating({ ...rest, popup: 'dialog' })
  const box = useRef<HTMLDivElement>(null)
  return (
    <>
      {button}
      {isOpen && (
        <FloatingBox
          boxRef={box}
          id={id}
          role="dialog"
          aria-label={label}
          tabIndex={-1}
          anchor={anchor}
          align={align}
          side={side}
          onClosed={() => setOpen(false)}
          onShown={(el) => (el.querySelector<HTMLElement>('[data-autofocus]') ?? el.querySelector<HTMLElement>(FOCUSABLE) ?? el).focus()}
          className={cx('fixed m-0 overflow-y-auto rounded-lg border border-line bg-raised p-2 text-ink shadow-xl', className)}
        >
          {children}
        </FloatingBox>
      )}
    </>
  )
}
