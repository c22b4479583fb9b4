/** What signing in needs from the environment. */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** `APP_URL`'s origin, or null when the address people use is simply the one they asked for. */
export const appOrigin = (): string | null => (process.env.APP_URL ? new URL(process.env.APP_URL).origin : null)

export const isHttps = () => appOrigin()?.startsWith('https:') ?? false

/** 30 days, in seconds. */
export const SESSION_MAX_AGE = 30 * 86_400

let secret: string | undefined
/** One purpose, one key: the session's is not the key of anything else made from AUTH_SECRET. */
export const sessionSecret = () => (secret ??= createHash('sha256').update(`parley session ${authSecret()}`).digest('base64url'))

function authSecret(): string {
  if (process.env.AUTH_SECRET) return process.env.AUTH_SECRET
  const dir = process.env.DATA_DIR || './data'
  const file = join(dir, 'auth-secret')
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    mkdirSync(dir, { recursive: true })
    writeFileSync(file, crypto.randomUUID() + crypto.randomUUID(), { mode: 0o600, flag: 'wx' })
    return readFileSync(file, 'utf8').trim()
  }
}
