/** Addresses by which a provider fetches one file of ours, for a short while, without signing in. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { publicBase } from '@/lib/channels/address'
import { env } from '@/lib/env'

/** Providers fetch within minutes; a day covers their retries. */
const LIFE_MS = 24 * 60 * 60_000

const sign = (what: string) => createHmac('sha256', env.authSecret).update(`file:${what}`).digest('base64url')

/** The name at its end is for the provider to show; it decides nothing. */
export function fileUrl(attachmentId: number, name: string, now = Date.now()): string {
  const what = `${attachmentId}.${(now + LIFE_MS).toString(36)}`
  return `${publicBase()}/api/files/${what}.${sign(what)}/${encodeURIComponent(name)}`
}

/** The attachment such a token is for; null for a wrong or old one. */
export function fileOfToken(token: string, now = Date.now()): number | null {
  const [id, until, signature] = token.split('.')
  if (!id || !until || !signature) return null
  const [a, b] = [Buffer.from(sign(`${id}.${until}`)), Buffer.from(signature)]
  if (a.length !== b.length || !timingSafeEqual(a, b) || parseInt(until, 36) < now) return null
  return Number.isSafeInteger(Number(id)) ? Number(id) : null
}
