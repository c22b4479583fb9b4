'use client'
import { cloneElement, createContext, type MouseEvent, type ReactElement, type ReactNode, useContext, useRef } from 'react'
import { cx } from './cx'
import { FloatingBox, type FloatingProps, useFloating } from './floating'

type Props = FloatingProps & { label: string; children: ReactNode; className?: string }

const Close = createContext<() => void>(() => {})
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
          <Close value={() => box.current?.hidePopover()}>{children}</Close>
        </FloatingBox>
      )}
    </>
  )
}

/** Wraps a control inside a popover that closes it when pressed. */
export function PopoverClose({ children }: { children: ReactElement }) {
  const close = useContext(Close)
  const child = children as ReactElement<{ onClick?: (e: MouseEvent) => void }>
  return cloneElement(child, {
    onClick: (e: MouseEvent) => {
      child.props.onClick?.(e)
      close()
    },
  })
}
