/**
 * A browser that has signed in says so by a cookie of its own, for the account it signed in to: guesses from elsewhere do not
 * count against it (OWASP, "Slow Down Online Guessing Attacks with Device Cookies"). It opens nothing by itself.
 */
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { sessionSecret } from './settings'
import { cookieIn, cookieOptions } from './token'

export const DEVICE_COOKIE = 'parley-device'
/** One year, in seconds. */
const MAX_AGE = 365 * 86_400

const signatureOf = (device: string, email: string) =>
  createHmac('sha256', `device ${sessionSecret()}`).update(`${device} ${email.trim().toLowerCase()}`).digest('base64url')

/** The cookie's value for a browser that has just signed in with this email. */
export function deviceFor(email: string): string {
  const device = randomBytes(12).toString('base64url')
  return `${device}.${signatureOf(device, email)}`
}

export const deviceOptions = () => ({ ...cookieOptions(), maxAge: MAX_AGE })

/** The device that a Cookie header names, when we gave it out for this email; null otherwise. */
export function deviceIn(header: string | null, email: string): string | null {
  const [device = '', signature = ''] = (cookieIn(header, DEVICE_COOKIE) ?? '').split('.')
  if (!/^[\w-]{16}$/.test(device)) return null
  const [said, want] = [Buffer.from(signature), Buffer.from(signatureOf(device, email))]
  return said.length === want.length && timingSafeEqual(said, want) ? device : null
}
