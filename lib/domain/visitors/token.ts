/** The secret by which a browser is known again. The database keeps only its hash. */
import { createHash, randomBytes } from 'node:crypto'

/** 256 random bits, base64url. */
export const makeToken = () => randomBytes(32).toString('base64url')

export const hashToken = (token: string) => createHash('sha256').update(token).digest('hex')

/** Has the form of a token of ours; anything else need not be looked up. */
export const isToken = (s: string) => /^[\w-]{43}$/.test(s)
