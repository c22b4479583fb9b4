'use client'
/** What floats above the page, on Radix: placing, focus, arrows, first letters, closing. Fetched through load-layers.ts only. */
import * as Dropdown from '@radix-ui/react-dropdown-menu'
import * as Pop from '@radix-ui/react-popover'
import * as Tooltip from '@radix-ui/react-tooltip'
import { Check } from 'lucide-react'
import { createContext, type KeyboardEvent, type ReactNode, type Ref, type RefObject, useContext, useLayoutEffect, useRef, useState } from 'react'
import { cx } from './cx'
import { passOn } from './escape'
import { isComposing } from './is-composing'
import { Kbd } from './kbd'
import type { MenuChoiceProps, MenuItemProps, MenuTickProps, MenuTicksProps } from './menu'

type Anchor = RefObject<HTMLElement | null>
type BoxProps = {
  id: string
  open: boolean
  onOpenChange: (open: boolean) => void
  anchor: Anchor
  label: string
  align?: 'start' | 'end' | 'center'
  side?: 'top' | 'bottom'
  children: ReactNode
}

const BOX = 'z-40 overflow-y-auto rounded-lg border border-line bg-raised text-ink shadow-xl outline-none'
const PLACE = { sideOffset: 4, collisionPadding: 8 } as const

/** Where a layer hangs: in the dialog or landmark of its anchor, so that it lies on top of the one and is part of the other. */
const homeOf = (anchor: Element | null) => anchor?.closest<HTMLElement>('dialog,main,nav,[data-layers]') ?? document.body

function useHome(anchor: Anchor, open: boolean): HTMLElement | null {
  const [home, setHome] = useState<HTMLElement | null>(null)
  useLayoutEffect(() => setHome(open ? homeOf(anchor.current) : null), [anchor, open])
  return home
}

/** Stands for a button that is on the page already, where Radix expects to draw one. */
function StandIn({ anchor, ref }: { anchor: RefObject<Element | null>; ref?: Ref<Element> }) {
  useLayoutEffect(() => {
    if (typeof ref === 'function') ref(anchor.current)
    else if (ref) ref.current = anchor.current
  }, [anchor, ref])
  return null
}

const Stays = createContext(false)
const Chosen = createContext<RefObject<(() => void) | null>>({ current: null })

/** Not modal: to lock the page's scrolling a style would have to be injected. */
export function MenuBox({ id, open, onOpenChange, anchor, label, align, side, stays = false, children }: BoxProps & { stays?: boolean }) {
  const home = useHome(anchor, open)
  // Done when the menu has closed and given focus back: what is chosen may open a dialog or move the focus itself.
  const chosen = useRef<(() => void) | null>(null)
  return (
    <Dropdown.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <Dropdown.Trigger asChild>
        <StandIn anchor={anchor} />
      </Dropdown.Trigger>
      {open && home && (
        <Dropdown.Portal container={home}>
          <Dropdown.Content
            id={id}
            aria-label={label}
            aria-labelledby={undefined}
            align={align}
            side={side}
            loop
            // It scrolls when it is long.
            tabIndex={0}
            {...PLACE}
            // The press on the trigger closes it itself.
            onInteractOutside={(e) => e.target instanceof Node && anchor.current?.contains(e.target) && e.preventDefault()}
            onCloseAutoFocus={(e) => {
              const run = chosen.current
              chosen.current = null
              if (!run) return
              e.preventDefault()
              anchor.current?.focus()
              run()
            }}
            className={cx(BOX, 'max-h-(--radix-dropdown-menu-content-available-height) min-w-48 p-1')}
          >
            <Chosen value={chosen}>
              <Stays value={stays}>{children}</Stays>
            </Chosen>
          </Dropdown.Content>
        </Dropdown.Portal>
      )}
    </Dropdown.Root>
  )
}

const ITEM =
  'flex min-h-8 cursor-default items-center gap-2 rounded px-2 py-1 text-start text-sm outline-none select-none data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50 data-[highlighted]:bg-hover'

function useChoose() {
  const chosen = useContext(Chosen)
  return (run: () => void) => {
    chosen.current = run
  }
}

/** The same of what is ticked or chosen among others: at once where the menu stays open. */
function usePick() {
  const choose = useChoose()
  const stays = useContext(Stays)
  return (run: () => void) => (e: Event) => {
    if (!stays) return choose(run)
    e.preventDefault()
    run()
  }
}

export function Item({ icon, children, keys, hint, onSelect, disabled, danger }: MenuItemProps) {
  const choose = useChoose()
  return (
    <Dropdown.Item disabled={disabled} onSelect={() => choose(onSelect)} aria-keyshortcuts={keys} className={cx(ITEM, danger && 'text-danger')}>
      {icon && (
        <span aria-hidden className="flex size-4 shrink-0 items-center text-dim">
          {icon}
        </span>
      )}
      <span className="grow">{children}</span>
      {hint && <span className="ps-4 text-dim">{hint}</span>}
      {keys && <Kbd keys={keys} />}
    </Dropdown.Item>
  )
}

export function Choice<T extends string>({ label, value, options, onChange }: MenuChoiceProps<T>) {
  const pick = usePick()
  return (
    <Dropdown.RadioGroup aria-label={label} value={value}>
      <Label>{label}</Label>
      {options.map((o) => (
        <Dropdown.RadioItem key={o.value} value={o.value} onSelect={pick(() => onChange(o.value))} className={ITEM}>
          <Mark />
          <span className="grow">{o.label}</span>
          {o.hint !== undefined && <span className="ps-4 text-dim tabular-nums">{o.hint}</span>}
        </Dropdown.RadioItem>
      ))}
    </Dropdown.RadioGroup>
  )
}

export function Tick({ children, hint, checked, onChange }: MenuTickProps) {
  const pick = usePick()
  return (
    <Dropdown.CheckboxItem checked={checked} onSelect={pick(() => onChange(!checked))} className={ITEM}>
      <Mark />
      <span className="grow">{children}</span>
      {hint !== undefined && <span className="ps-4 text-dim tabular-nums">{hint}</span>}
    </Dropdown.CheckboxItem>
  )
}

/** Up and down walk through them as through any others; the arrows along the line do too. */
export function Ticks({ label, options, onToggle }: MenuTicksProps) {
  const choose = useChoose()
  const walk = (e: KeyboardEvent<HTMLElement>) => {
    if (e.key !== 'ArrowRight' && e.key !== 'ArrowLeft') return
    const isOn = (e.key === 'ArrowRight') === (getComputedStyle(e.currentTarget).direction === 'ltr')
    const next = isOn ? document.activeElement?.nextElementSibling : document.activeElement?.previousElementSibling
    if (next instanceof HTMLElement) next.focus()
  }
  return (
    <Dropdown.Group aria-label={label} onKeyDown={walk} className="flex gap-0.5">
      {options.map((o) => (
        <Dropdown.CheckboxItem
          key={o.value}
          aria-label={o.name}
          title={o.name}
          textValue={o.name}
          checked={o.checked}
          onSelect={() => choose(() => onToggle(o.value))}
          className={cx('flex size-8 items-center justify-center rounded text-base outline-none select-none data-[highlighted]:bg-hover', o.checked && 'bg-selected')}
        >
          {o.value}
        </Dropdown.CheckboxItem>
      ))}
    </Dropdown.Group>
  )
}

const Mark = () => (
  <span aria-hidden className="flex size-4 shrink-0 items-center">
    <Dropdown.ItemIndicator>
      <Check size={14} />
    </Dropdown.ItemIndicator>
  </span>
)

export const Label = ({ children }: { children: ReactNode }) => <Dropdown.Label className="px-2 pt-2 pb-1 text-xs font-medium text-dim">{children}</Dropdown.Label>
export const Line = () => <Dropdown.Separator className="my-1 h-px bg-line" />

export function PopoverBox({ id, open, onOpenChange, anchor, label, align, side, className, children }: BoxProps & { className?: string }) {
  const home = useHome(anchor, open)
  return (
    <Pop.Root open={open} onOpenChange={onOpenChange}>
      <Pop.Trigger asChild>
        <StandIn anchor={anchor} />
      </Pop.Trigger>
      {open && home && (
        <Pop.Portal container={home}>
          <Pop.Content
            id={id}
            aria-label={label}
            align={align}
            side={side}
            // An input method's own Escape gives up a word, not the field.
            onEscapeKeyDown={(e) => isComposing(e) && e.preventDefault()}
            {...PLACE}
            className={cx(BOX, 'max-h-(--radix-popover-content-available-height) p-2', className)}
          >
            {children}
          </Pop.Content>
        </Pop.Portal>
      )}
    </Pop.Root>
  )
}

/** Hidden from assistive tools: the control says the same as its name. */
export function TipBox({
  anchor,
  onClose,
  label,
  keys,
  side,
}: {
  anchor: RefObject<Element | null>
  onClose: () => void
  label: string
  keys?: string
  side: 'top' | 'bottom'
}) {
  return (
    <Tooltip.Provider>
      <Tooltip.Root open onOpenChange={(open) => !open && onClose()} disableHoverableContent>
        <Tooltip.Trigger asChild>
          <StandIn anchor={anchor} />
        </Tooltip.Trigger>
        <Tooltip.Portal container={homeOf(anchor.current)}>
          <Tooltip.Content
            aria-hidden
            side={side}
            onEscapeKeyDown={passOn}
            {...PLACE}
            className="pointer-events-none z-50 flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-lg"
          >
            {label}
            {keys && <Kbd keys={keys} inverted />}
          </Tooltip.Content>
        </Tooltip.Portal>
      </Tooltip.Root>
    </Tooltip.Provider>
  )
}
