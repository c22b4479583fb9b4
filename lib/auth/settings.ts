/** What signing in needs from the environment. */
import { createHash } from 'node:crypto'
import { env } from '@/lib/env'

/** `APP_URL`'s origin, or null when the address people use is simply the one they asked for. */
export const appOrigin = (): string | null => env.appUrl

export const isHttps = () => env.appUrl?.startsWith('https:') ?? false

/** 30 days, in seconds. */
export const SESSION_MAX_AGE = 30 * 86_400

let secret: string | undefined
/** One purpose, one key: the session's is not the key of anything else made from AUTH_SECRET. */
export const sessionSecret = () => (secret ??= createHash('sha256').update(`parley session ${env.authSecret}`).digest('base64url'))
