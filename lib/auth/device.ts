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

/** `userId`: the account that this browser has signed in to. */
export type Device = { id: string; userId: number }

const signatureOf = ({ id, userId }: Device) => createHmac('sha256', `device ${sessionSecret()}`).update(`${id} user ${userId}`).digest('base64url')

/**
 * The cookie's value for a browser that has just signed in to this account. Named by the account, not by its email: whoever has
 * the same email in another workspace is no known browser of this one.
 */
export function deviceFor(userId: number): string {
  const device = { id: randomBytes(12).toString('base64url'), userId }
  return `${device.id}.${userId}.${signatureOf(device)}`
}

export const deviceOptions = () => ({ ...cookieOptions(), maxAge: MAX_AGE })

/** The device that a Cookie header names, when we gave it out; null otherwise. */
export function deviceIn(header: string | null): Device | null {
  const [id = '', user = '', signature = ''] = (cookieIn(header, DEVICE_COOKIE) ?? '').split('.')
  if (!/^[\w-]{16}$/.test(id) || !/^[1-9]\d{0,14}$/.test(user)) return null
  const device = { id, userId: Number(user) }
  const [said, want] = [Buffer.from(signature), Buffer.from(signatureOf(device))]
  return said.length === want.length && timingSafeEqual(said, want) ? device : null
}
