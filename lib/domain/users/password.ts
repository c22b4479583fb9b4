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

/**
 * The text to keep: algorithm, cost, salt and key. Never fails for any string. `like`: a stored one of the same email whose salt
 * it shares, so that one derivation checks all of that person's accounts.
 */
export async function hashPassword(password: string, like: string | null = null): Promise<string> {
  const salt = (like !== null && costOf(like) === `${N}$${R}$${P}` && saltOf(like)) || randomBytes(16)
  const key = await derive(password, salt, KEY_BYTES, N, R, P)
  return ['scrypt', N, R, P, salt.toString('base64url'), key.toString('base64url')].join('$')
}

const STORED = /^scrypt\$(\d{1,7})\$(\d{1,2})\$(\d{1,2})\$([\w-]{22})\$([\w-]{43})$/
/** Of nobody's password: what a sign-in is compared with when there is no account. */
const NOBODY = ['scrypt', N, R, P, 'A'.repeat(22), 'A'.repeat(43)].join('$')

const saltOf = (stored: string) => Buffer.from(STORED.exec(stored)?.[4] ?? '', 'base64url')
const costOf = (stored: string) => STORED.exec(stored)?.slice(1, 4).join('$')
/** Two with the same are checked by one derivation. */
export const derivationOf = (stored: string | null): string | undefined =>
  STORED.exec(stored ?? NOBODY)
    ?.slice(1, 5)
    .join('$')

/** Which of these the password is, in order; one derivation for each cost and salt among them, and one where there are none. */
export async function matching(password: string, stored: readonly (string | null)[]): Promise<boolean[]> {
  const keys = new Map<string | undefined, Promise<Buffer>>()
  const all = stored.length > 0 ? stored : [null]
  const matches = await Promise.all(
    all.map(async (one) => {
      const parts = STORED.exec(one ?? NOBODY) ?? STORED.exec(NOBODY)
      if (!parts) return false
      const [whole, n = '', r = '', p = '', salt = '', key = ''] = parts
      const by = derivationOf(whole)
      const got = keys.get(by) ?? derive(password, Buffer.from(salt, 'base64url'), KEY_BYTES, Number(n), Number(r), Number(p))
      keys.set(by, got)
      return timingSafeEqual(Buffer.from(key, 'base64url'), await got) && one !== null
    }),
  )
  return stored.length > 0 ? matches : []
}

/** True when the password is the one that was hashed. Without a stored hash it does the same work and says no. */
export async function isPassword(password: string, stored: string | null): Promise<boolean> {
  const [is = false] = await matching(password, [stored])
  return is
}

/** Refuses with `weak_password` what is too short, too common, or the person's own name or address. */
export function requireStrong(password: string, about: { email: string; name: string }): void {
  const said = password.normalize('NFKC').toLowerCase()
  const own = [about.email, about.email.split('@')[0] ?? '', about.name].map((s) => s.toLowerCase()).filter((s) => s.length > 0)
  if ([...said].length < PASSWORD_MIN || password.length > PASSWORD_MAX || isCommon(said) || own.includes(said)) refuse('weak_password', { min: PASSWORD_MIN })
}
