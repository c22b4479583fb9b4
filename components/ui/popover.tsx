'use client'
import type { ReactNode } from 'react'
import { type TriggerProps, useTrigger } from './use-trigger'

type Props = TriggerProps & { label: string; align?: 'start' | 'end' | 'center'; side?: 'top' | 'bottom'; className?: string; children: ReactNode }

/** A small panel under its trigger; focus goes in to the first control and comes back. */
export function Popover({ label, children, align = 'start', side = 'bottom', className, ...rest }: Props) {
  const { layers, button, box } = useTrigger({ ...rest, popup: 'dialog' })
  return (
    <>
      {button}
      {layers && (
        <layers.PopoverBox {...box} label={label} align={align} side={side} className={className}>
          {children}
        </layers.PopoverBox>
      )}
    </>
  )
}
