'use client'
import { Tooltip } from 'radix-ui'
import type { ReactElement } from 'react'
import { Kbd } from './kbd'

/** Wrap the app once: tooltips share one delay. */
export const TipProvider = Tooltip.Provider

/** A short name (and key) beside a control that has the same accessible name. The child must take a ref and props. */
export function Tip({ label, keys, side = 'bottom', children }: { label: string; keys?: string; side?: 'top' | 'bottom'; children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content side={side} sideOffset={6} collisionPadding={8} className="z-50 flex max-w-72 items-center gap-2 rounded-md bg-ink px-2 py-1 text-xs text-surface shadow-lg">
          {label}
          {keys && <Kbd keys={keys} inverted />}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
