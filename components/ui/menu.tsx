'use client'
import type { ReactNode } from 'react'
import { layersNow } from './load-layers'
import { type TriggerProps, useTrigger } from './use-trigger'

/** `stays`: open while one ticks and chooses, so that several can be changed; actions close it all the same. */
type MenuProps = TriggerProps & { label: string; align?: 'start' | 'end'; side?: 'top' | 'bottom'; stays?: boolean; children: ReactNode }

/** A menu of actions under its trigger. Arrows, Home, End and first letters move; Escape and a press outside close. */
export function Menu({ children, label, align = 'start', side = 'bottom', stays = false, ...rest }: MenuProps) {
  const { layers, button, box } = useTrigger({ ...rest, popup: 'menu' })
  return (
    <>
      {button}
      {layers && (
        <layers.MenuBox {...box} label={label} align={align} side={side} stays={stays}>
          {children}
        </layers.MenuBox>
      )}
    </>
  )
}

export type MenuItemProps = { icon?: ReactNode; children: ReactNode; keys?: string; hint?: ReactNode; onSelect: () => void; disabled?: boolean; danger?: boolean }
export type MenuChoiceProps<T extends string> = {
  label: string
  value: T
  options: readonly { value: T; label: ReactNode; hint?: ReactNode }[]
  onChange: (value: T) => void
}
export type MenuTicksProps = { label: string; options: readonly { value: string; name: string; checked: boolean }[]; onToggle: (value: string) => void }
export type MenuTickProps = { children: ReactNode; hint?: ReactNode; checked: boolean; onChange: (checked: boolean) => void }

/** One action; the menu closes first. `hint` stands at the end, `keys` is the shortcut. */
export function MenuItem(props: MenuItemProps) {
  const { Item } = layersNow()
  return <Item {...props} />
}

/** A group of which one is chosen. */
export function MenuChoice<T extends string>(props: MenuChoiceProps<T>) {
  const { Choice } = layersNow()
  return <Choice {...props} />
}

/** A line that can be ticked. */
export function MenuTick(props: MenuTickProps) {
  const { Tick } = layersNow()
  return <Tick {...props} />
}

/** Things that can be ticked, side by side, each shown by its `value` (one sign) and called by its `name`. */
export function MenuTicks(props: MenuTicksProps) {
  const { Ticks } = layersNow()
  return <Ticks {...props} />
}

export function MenuLabel({ children }: { children: ReactNode }) {
  const { Label } = layersNow()
  return <Label>{children}</Label>
}

export function MenuLine() {
  const { Line } = layersNow()
  return <Line />
}
