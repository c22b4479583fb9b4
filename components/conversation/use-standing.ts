'use client'
import { useEffect, useState } from 'react'
import type { ChannelType } from '@/db/schema/channels'
import { type Reach, standingOf, type Standing, windowOf } from '@/lib/channels/window'
import type { Details } from '@/lib/domain/conversations/get'

const LONGEST_MS = 2_147_000_000

/** The customer may have written since the server was asked: the row knows. */
export const reachNow = ({ reach, row }: Pick<Details, 'reach' | 'row'>): Reach | null =>
  reach && { ...reach, lastCustomerAt: Math.max(reach.lastCustomerAt ?? 0, row.lastCustomerAt ?? 0) || null }

/** How things stand with the customer now. Draws anew only when that changes, not as the time runs. */
export function useStanding(type: ChannelType | null, details: Pick<Details, 'reach' | 'row'>): Standing | null {
  const [, again] = useState(0)
  const reach = reachNow(details)
  const { lastCustomerAt, humanAgent } = reach ?? { lastCustomerAt: null, humanAgent: false }
  useEffect(() => {
    if (type === null) return
    const { freeUntil, humanUntil } = windowOf(type, { humanAgent }, lastCustomerAt)
    const ahead = [freeUntil, humanUntil].filter((at) => typeof at === 'number').map((at) => at - Date.now())
    const wait = Math.min(...ahead.filter((ms) => ms > 0), LONGEST_MS)
    const timer = setTimeout(() => again((n) => n + 1), wait + 20)
    return () => clearTimeout(timer)
  })
  return type && reach ? standingOf(type, reach, Date.now()) : null
}

/** What bars an answer, if something does; who never wrote is told apart. */
export function barOf(standing: Standing | null, reach: Reach | null): 'template' | 'closed' | 'templateFirst' | 'closedFirst' | 'opted_out' | 'blocked' | 'name' | null {
  if (standing === null || standing === 'free' || standing === 'human') return null
  if (standing === 'template' || standing === 'closed') return reach?.lastCustomerAt == null ? `${standing}First` : standing
  return standing
}
