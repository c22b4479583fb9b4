/** Slow salted password hashes: scrypt from Node itself, about 75 ms each in the thread pool. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { refuse } from '../errors'
import { isCommon } from './common-passwords'
import { hashInTurn } from './hash-queue'

const N = 2 ** 15
const R = 8
const P = 1
const KEY_BYTES = 32

/** Shortest password; also refused: what is on every list, and one's own email or name. */
export const PASSWORD_MIN = 12
/** Longest password, in UTF-16 units: more would only cost time. */
export const PASSWORD_MAX = 200

/** Throws `busy` when too many are waiting for theirs. */
const derive = (password: string, salt: Buffer, bytes: number, n: number, r: number, p: number) =>
  hashInTurn(
    () =>
      new Promise<Buffer>((ok, no) => {
        scrypt(password.normalize('NFKC'), salt, bytes, { N: n, r, p, maxmem: 128 * n * r * 2 }, (e, key) => (e ? no(e) : ok(key)))
      }),
  )

/** The text to keep: algorithm, cost, salt and key. Never fails for any string. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, salt, KEY_BYTES, N, R, P)
  return ['scrypt', N, R, P, salt.toString('base64url'), key.toString('base64url')].join('$')
}

const STORED = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/
/** Of nobody's password: what a sign-in is compared with when there is no account. */
const NOBODY = ['scrypt', N, R, P, 'A'.repeat(22), 'A'.repeat(43)].join('$')

/** True when the password is the one that was hashed. Without a stored hash it does the same work and says no. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const parts = STORED.exec(stored ?? NOBODY) ?? STORED.exec(NOBODY)
  if (!parts) return false
  const [, n = '', r = '', p = '', salt = '', key = ''] = parts
  const want = Buffer.from(key, 'base64url')
  const got = await derive(password, Buffer.from(salt, 'base64url'), want.length, Number(n), Number(r), Number(p))
  return timingSafeEqual(want, got) && stored !== null
}

/** Refuses with `weak_password` what is too short, too common, or the person's own name or address. */
export function requireStrong(password: string, about: { email: string; name: string }): void {
  const said = password.normalize('NFKC').toLowerCase()
  const own = [about.email, about.email.split('@')[0] ?? '', about.name].map((s) => s.toLowerCase()).filter((s) => s.length > 0)
  if ([...said].length < PASSWORD_MIN || password.length > PASSWORD_MAX || isCommon(said) || own.includes(said)) refuse('weak_password', { min: PASSWORD_MIN })
}
