/** SendSeven's ids are strings; ours stand in them: `conv_12`, `contact_7`. The bare number is understood too. */
import { z } from 'zod'

export const PREFIXES = {
  conversation: 'conv',
  contact: 'contact',
  method: 'cm',
  user: 'user',
  channel: 'channel',
  message: 'msg',
  tag: 'tag',
  attachment: 'att',
  tenant: 'tenant',
  webhook: 'wh',
  note: 'msg',
  template: 'tpl',
} as const
export type IdKind = keyof typeof PREFIXES

export const idOf = (kind: IdKind, n: number) => `${PREFIXES[kind]}_${n}`
export const idOrNull = (kind: IdKind, n: number | null) => (n === null ? null : idOf(kind, n))

/** Our number from such an id; null when it is none of ours. */
export function numberOf(kind: IdKind, id: unknown): number | null {
  const digits = new RegExp(`^(?:${PREFIXES[kind]}_)?([1-9]\\d{0,15})$`).exec(String(id))?.[1]
  const n = digits === undefined ? Number.NaN : Number(digits)
  return Number.isSafeInteger(n) ? n : null
}

/** A schema for an id of this kind in a query or body. An id that cannot exist becomes 0, which no row has: not found. */
export const idIn = (kind: IdKind) => z.union([z.string().max(100), z.number()]).transform((v) => numberOf(kind, v) ?? 0)
