/** Until when we may write to a customer who wrote. Pure: the domain refuses by it and the composer counts down by it. */
import type { ChannelType } from '@/db/schema/channels'
import { limitOf } from './limits'

/** Until when (unix ms) we may write. `freeUntil` null: always. `humanUntil`: what people write, and only they. `next`: what is left after that. */
export type Window = { freeUntil: number | null; humanUntil?: number; next: 'template' | 'closed' | null }

/** The window of a channel type after the customer's last message (unix ms; null: they never wrote). Pure. */
export function windowOf(type: ChannelType, { humanAgent = false }: { humanAgent?: boolean }, lastCustomerAt: number | null): Window {
  const { windowMs, humanWindowMs, next = null } = limitOf(type)
  if (windowMs === undefined) return { freeUntil: null, next }
  // Who never wrote has opened nothing.
  const end = (ms: number) => (lastCustomerAt === null ? 0 : lastCustomerAt + ms)
  return { freeUntil: end(windowMs), ...(humanAgent && humanWindowMs ? { humanUntil: end(humanWindowMs) } : {}), next }
}

/** Where in its window a moment lies: anybody may write, people may, a template is needed, or nobody may. */
export function standing(w: Window, at: number): 'free' | 'human' | 'template' | 'closed' {
  if (w.freeUntil === null || at < w.freeUntil) return 'free'
  if (w.humanUntil !== undefined && at < w.humanUntil) return 'human'
  return w.next ?? 'free'
}

/** What is known of whether a customer may be written to. Times in unix ms. `isName`: their address is a name that nothing can be sent to. `connected`: an account is behind the channel, whose provider keeps its rules. */
export type Reach = { lastCustomerAt: number | null; humanAgent: boolean; consent: 'opted_out' | 'blocked' | null; connected: boolean; isName?: true }

export type Standing = ReturnType<typeof standing> | NonNullable<Reach['consent']> | 'name'

/** How things stand with a customer at a moment: what they asked for comes first, then the window. Pure. */
export function standingOf(type: ChannelType, reach: Reach, at: number): Standing {
  if (reach.isName) return 'name'
  if (reach.consent) return reach.consent
  return reach.connected ? standing(windowOf(type, reach, reach.lastCustomerAt), at) : 'free'
}
