/** Addresses of ours for pictures that lie elsewhere: who opens a mail does not call its sender's server. */
import { createHmac, timingSafeEqual } from 'node:crypto'
import { env } from '@/lib/env'

const DAY_MS = 24 * 3600_000
const URL_MAX = 4000

const sign = (what: string) => createHmac('sha256', env.authSecret).update(`picture:${what}`).digest('base64url')

/** Good until the end of tomorrow, and the same all day: a browser that has the picture need not ask again. null for what is no address. */
export function pictureUrl(url: string, now = Date.now()): string | null {
  if (url.length > URL_MAX || !URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return null
  const what = `${Buffer.from(url).toString('base64url')}.${(Math.floor(now / DAY_MS) + 2).toString(36)}`
  return `/api/pictures/${what}.${sign(what)}`
}

/** Whose picture a token asks for; null for a wrong or old one. */
export function pictureOfToken(token: string, now = Date.now()): string | null {
  const [url, until, signature] = token.split('.')
  if (!url || !until || !signature) return null
  const [a, b] = [Buffer.from(sign(`${url}.${until}`)), Buffer.from(signature)]
  if (a.length !== b.length || !timingSafeEqual(a, b) || parseInt(until, 36) * DAY_MS < now) return null
  return Buffer.from(url, 'base64url').toString('utf8')
}
