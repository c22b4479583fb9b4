'use client'
import { Check } from 'lucide-react'
import { createContext, type KeyboardEvent, type ReactNode, useContext, useRef } from 'react'
import { cx } from './cx'
import { FloatingBox, type FloatingProps, useFloating } from './floating'
import { Kbd } from './kbd'

const ITEM =
  'flex min-h-8 w-full items-center gap-2 rounded px-2 py-1 text-start text-sm outline-none hover:bg-hover focus:bg-hover aria-disabled:cursor-not-allowed aria-disabled:opacity-50'

const Close = createContext<() => void>(() => {})

type MenuProps = FloatingProps & { children: ReactNode; label?: string }

/** A menu of actions under its trigger. Arrows, Home, End and first letters move; Escape, Tab and a press outside close. */
export function Menu({ children, label, align = 'start', side = 'bottom', ...rest }: MenuProps) {
  const { isOpen, setOpen, id, anchor, button } = useFloating({ ...rest, popup: 'menu' })
  const box = useRef<HTMLDivElement>(null)
  return (
    <>
      {button}
      {isOpen && (
        <FloatingBox
          boxRef={box}
          id={id}
          role="menu"
          aria-label={label}
          tabIndex={-1}
          anchor={anchor}
          align={align}
          side={side}
          onClosed={() => setOpen(false)}
          onShown={(el) => (itemsOf(el)[0] ?? el).focus()}
          onKeyDown={(e) => onMenuKey(e, () => box.current?.hidePopover())}
          onPointerMove={(e) =>
            e.pointerType === 'mouse' && e.target instanceof Element && e.target.closest<HTMLElement>('[role^=menuitem]')?.focus({ preventScroll: true })
          }
          className="fixed m-0 min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-xl"
        >
          <Close value={() => box.current?.hidePopover()}>{children}</Close>
        </FloatingBox>
      )}
    </>
  )
}

const itemsOf = (menu: HTMLElement) => [...menu.querySelectorAll<HTMLElement>('[role^=menuitem]:not([aria-disabled=true])')]

function onMenuKey(e: KeyboardEvent<HTMLElement>, close: () => void): void {
  const items = itemsOf(e.currentTarget)
  const at = items.findIndex((i) => i === document.activeElement)
  const to = (i: number) => {
    e.preventDefault()
    items[(i + items.length) % items.length]?.focus()
  }
  if (e.key === 'ArrowDown') to(at + 1)
  else if (e.key === 'ArrowUp') to(at < 0 ? -1 : at - 1)
  else if (e.key === 'Home') to(0)
  else if (e.key === 'End') to(-1)
  else if (e.key === 'Tab') close()
  else if (e.key.length === 1 && e.key !== ' ' && !e.ctrlKey && !e.metaKey && !e.altKey) {
    const letter = e.key.toLocaleLowerCase()
    const next = [...items.slice(at + 1), ...items.slice(0, at + 1)].find((i) => i.textContent?.trim().toLocaleLowerCase().startsWith(letter))
    e.preventDefault()
    next?.focus()
  }
}

type ItemProps = { icon?: ReactNode; children: ReactNode; keys?: string; hint?: ReactNode; onSelect: () => void; disabled?: boolean; danger?: boolean }

/** One action; the menu closes first. `hint` stands at the end, `keys` is the shortcut. */
export function MenuItem({ icon, children, keys, hint, onSelect, disabled, danger }: ItemProps) {
  return (
    <Line role="menuitem" disabled={disabled} onSelect={onSelect} keys={keys} className={danger ? 'text-danger' : undefined}>
      {icon && (
        <span aria-hidden className="flex size-4 shrink-0 items-center text-dim">
          {icon}
        </span>
      )}
      <span className="grow">{children}</span>
      {hint && <span className="ps-4 text-dim">{hint}</span>}
      {keys && <Kbd keys={keys} />}
    </Line>
  )
}

/** A group of which one is chosen. */
export function MenuChoice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: ReactNode }[]
  onChange: (value: T) => void
}) {
  return (
    <div role="group" aria-label={label}>
      <MenuLabel>{label}</MenuLabel>
      {options.map((o) => (
        <Line key={o.value} role="menuitemradio" checked={o.value === value} onSelect={() => onChange(o.value)}>
          <span className="grow">{o.label}</span>
        </Line>
      ))}
    </div>
  )
}

/** A line that can be ticked. */
export function MenuTick({ children, checked, onChange }: { children: ReactNode; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <Line role="menuitemcheckbox" checked={checked} onSelect={() => onChange(!checked)}>
      <span className="grow">{children}</span>
    </Line>
  )
}

type LineProps = {
  role: 'menuitem' | 'menuitemradio' | 'menuitemcheckbox'
  checked?: boolean
  disabled?: boolean
  keys?: string
  className?: string
  onSelect: () => void
  children: ReactNode
}

function Line({ role, checked, disabled, keys, className, onSelect, children }: LineProps) {
  const close = useContext(Close)
  return (
    <button
      type="button"
      role={role}
      aria-checked={role === 'menuitem' ? undefined : (checked ?? false)}
      aria-disabled={disabled || undefined}
      aria-keyshortcuts={keys}
      className={cx(ITEM, className)}
      onClick={() => {
        if (disabled) return
        close()
        onSelect()
      }}
    >
      {checked !== undefined && (
        <span aria-hidden className="flex size-4 shrink-0 items-center">
          {checked && <Check size={14} />}
        </span>
      )}
      {children}
    </button>
  )
}

export const MenuLabel = ({ children }: { children: ReactNode }) => <div className="px-2 pt-2 pb-1 text-xs font-medium text-dim">{children}</div>
export const MenuLine = () => <div role="separator" className="my-1 h-px bg-line" />
