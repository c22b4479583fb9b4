'use client'
import { Popover as Radix } from 'radix-ui'
import type { ReactElement, ReactNode } from 'react'
import { cx } from './cx'
import { useLayer } from './layer'

type Props = { trigger: ReactElement; label: string; children: ReactNode; open?: boolean; onOpenChange?: (open: boolean) => void; align?: 'start' | 'end' | 'center'; side?: 'top' | 'bottom'; className?: string }

/** A small panel under its trigger; focus goes in and comes back. */
export function Popover({ trigger, label, children, open, onOpenChange, align = 'start', side = 'bottom', className }: Props) {
  const layer = useLayer()
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal container={layer}>
        <Radix.Content aria-label={label} align={align} side={side} sideOffset={4} collisionPadding={8} className={cx('z-40 max-h-(--radix-popover-content-available-height) overflow-y-auto rounded-lg border border-line bg-raised p-2 text-ink shadow-xl', className)}>
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Wraps a control inside a popover that closes it when pressed. */
export const PopoverClose = ({ children }: { children: ReactElement }) => <Radix.Close asChild>{children}</Radix.Close>
