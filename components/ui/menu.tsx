'use client'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx'
import { Kbd } from './kbd'
import { useLayer } from './layer'

const ITEM = 'flex min-h-8 cursor-pointer items-center gap-2 rounded px-2 py-1 text-sm outline-none data-[highlighted]:bg-hover data-[disabled]:cursor-not-allowed data-[disabled]:opacity-50'

type MenuProps = { trigger: ReactElement; children: ReactNode; label?: string; align?: 'start' | 'end'; open?: boolean; onOpenChange?: (open: boolean) => void }

/** A menu of actions under its trigger. Not modal: a locked page would need an injected style. */
export function Menu({ trigger, children, label, align = 'start', open, onOpenChange }: MenuProps) {
  const layer = useLayer()
  return (
    <DropdownMenu.Root modal={false} open={open} onOpenChange={onOpenChange}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal container={layer}>
        <DropdownMenu.Content aria-label={label} align={align} sideOffset={4} collisionPadding={8} className="z-40 max-h-(--radix-dropdown-menu-content-available-height) min-w-48 overflow-y-auto rounded-lg border border-line bg-raised p-1 text-ink shadow-xl">
          {children}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}

type ItemProps = { icon?: ReactNode; children: ReactNode; keys?: string; hint?: ReactNode; onSelect: () => void; disabled?: boolean; danger?: boolean }

/** One action. `hint` stands at the end, `keys` is the shortcut. */
export function MenuItem({ icon, children, keys, hint, onSelect, disabled, danger }: ItemProps) {
  return (
    <DropdownMenu.Item disabled={disabled} onSelect={onSelect} aria-keyshortcuts={keys} className={cx(ITEM, danger && 'text-danger')}>
      {icon && <span aria-hidden className="flex size-4 shrink-0 items-center text-dim">{icon}</span>}
      <span className="grow">{children}</span>
      {hint && <span className="ps-4 text-dim">{hint}</span>}
      {keys && <Kbd keys={keys} />}
    </DropdownMenu.Item>
  )
}

/** A group of which one is chosen. */
export function MenuChoice<T extends string>({ label, value, options, onChange }: { label: string; value: T; options: readonly { value: T; label: ReactNode }[]; onChange: (value: T) => void }) {
  return (
    <>
      <MenuLabel>{label}</MenuLabel>
      <DropdownMenu.RadioGroup aria-label={label} value={value} onValueChange={(v) => options.forEach((o) => o.value === v && onChange(o.value))}>
        {options.map((o) => (
          <DropdownMenu.RadioItem key={o.value} value={o.value} className={ITEM}>
            <span aria-hidden className="flex size-4 shrink-0 items-center">
              <DropdownMenu.ItemIndicator><Check size={14} /></DropdownMenu.ItemIndicator>
            </span>
            <span className="grow">{o.label}</span>
          </DropdownMenu.RadioItem>
        ))}
      </DropdownMenu.RadioGroup>
    </>
  )
}

/** A line that can be ticked. */
export function MenuTick({ children, checked, onChange }: { children: ReactNode; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <DropdownMenu.CheckboxItem checked={checked} onCheckedChange={onChange} className={ITEM}>
      <span aria-hidden className="flex size-4 shrink-0 items-center">
        <DropdownMenu.ItemIndicator><Check size={14} /></DropdownMenu.ItemIndicator>
      </span>
      <span className="grow">{children}</span>
    </DropdownMenu.CheckboxItem>
  )
}

export const MenuLabel = ({ children }: { children: ReactNode }) => <DropdownMenu.Label className="px-2 pt-2 pb-1 text-xs font-medium text-dim">{children}</DropdownMenu.Label>
export const MenuLine = () => <DropdownMenu.Separator className="my-1 h-px bg-line" />
