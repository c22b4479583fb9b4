/**
 * The process's settings, read once and typed. Nothing is read until somebody asks, so that building needs none.
 * On globalThis: the server's bundle and Next's must agree on the generated secret.
 */
import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { z } from 'zod'
import { makeFolder, makePrivate } from '@/db/folder'
import { version } from '../package.json'

export type Env = {
  port: number
  host: string
  /** The address people use, without a trailing slash; null: whatever address they came by. */
  appUrl: string | null
  /** Absolute. Holds the embedded database, uploads and generated secrets. */
  dataDir: string
  /** null: the embedded database, a SQLite file in `dataDir`. */
  databaseUrl: string | null
  authSecret: string
  /** Only the embedded database gets a demo workspace with a printed login. */
  isDemoAllowed: boolean
  /** Whether the demo's pretend customers answer by themselves. */
  areDemoCustomersLively: boolean
  /** How many proxies stand before us, whose X-Forwarded-For is believed. */
  trustedProxies: number
  version: string
}

/** A setting that cannot work. The message is one sentence naming it, fit for a terminal. */
export class SettingError extends Error {
  override readonly name = 'SettingError'
}

const SECRET_MIN = 32
const blank = (v: unknown) => (typeof v === 'string' && v.trim() === '' ? undefined : typeof v === 'string' ? v.trim() : v)
const setting = <T extends z.ZodType>(schema: T) => z.preprocess(blank, schema)
const url = (schemes: RegExp) => z.string().refine((v) => schemes.test(v) && URL.canParse(v))

const settings = z.object({
  PORT: setting(
    z
      .string()
      .regex(/^\d{1,5}$/)
      .transform(Number)
      .pipe(z.number().max(65_535))
      .default(3000),
  ),
  HOST: setting(
    z
      .string()
      .regex(/^[\w.:-]+$/)
      .optional(),
  ),
  APP_URL: setting(
    url(/^https?:\/\//)
      .transform((v) => new URL(v).origin)
      .optional(),
  ),
  DATA_DIR: setting(z.string().default('./data')),
  DATABASE_URL: setting(url(/^(postgres(ql)?|libsql|file):/).optional()),
  AUTH_SECRET: setting(z.string().min(SECRET_MIN).optional()),
  TRUST_PROXY: setting(z.string().regex(/^\d$/).transform(Number).default(0)),
  // Read where they are used; a wrong one must still stop the start.
  API_REQUESTS_PER_MINUTE: setting(
    z
      .string()
      .regex(/^[1-9]\d{0,8}$/)
      .optional(),
  ),
  WEBHOOKS_ALLOW_PRIVATE: setting(z.enum(['0', '1']).optional()),
  CHANNELS_ALLOW_PRIVATE: setting(z.enum(['0', '1']).optional()),
  DEMO_CUSTOMERS: setting(z.enum(['0', '1']).default('1')),
  CHANNEL_SECRETS_KEY: setting(z.string().min(SECRET_MIN).optional()),
  CHANNEL_SECRETS_KEY_OLD: setting(z.string().min(1).optional()),
  CRON_SECRET: setting(z.string().min(16).optional()),
})

const must: Record<keyof z.infer<typeof settings>, string> = {
  PORT: 'PORT must be a whole number from 0 to 65535',
  HOST: 'HOST must be a host name or address to listen on, such as 127.0.0.1 or 0.0.0.0',
  APP_URL: 'APP_URL must be the address people open, such as https://inbox.example.com',
  DATA_DIR: 'DATA_DIR must be the path of a folder',
  DATABASE_URL: 'DATABASE_URL must begin with postgres://, libsql:// or file: and be a whole address (leave it out for the embedded database)',
  AUTH_SECRET: `AUTH_SECRET must have at least ${SECRET_MIN} characters (make one with: openssl rand -base64 32)`,
  API_REQUESTS_PER_MINUTE: 'API_REQUESTS_PER_MINUTE must be a whole number from 1',
  WEBHOOKS_ALLOW_PRIVATE: 'WEBHOOKS_ALLOW_PRIVATE must be 1 or 0',
  CHANNELS_ALLOW_PRIVATE: 'CHANNELS_ALLOW_PRIVATE must be 1 or 0',
  DEMO_CUSTOMERS: 'DEMO_CUSTOMERS must be 1 or 0',
  CHANNEL_SECRETS_KEY: `CHANNEL_SECRETS_KEY must have at least ${SECRET_MIN} characters`,
  CHANNEL_SECRETS_KEY_OLD: 'CHANNEL_SECRETS_KEY_OLD must be the key before this one',
  CRON_SECRET: 'CRON_SECRET must have at least 16 characters',
  TRUST_PROXY: 'TRUST_PROXY must be the number of proxies in front of Parley, from 0 to 9',
}

/** Never repeated in what is said. */
const SECRET: ReadonlySet<string> = new Set(['AUTH_SECRET', 'DATABASE_URL', 'CHANNEL_SECRETS_KEY', 'CHANNEL_SECRETS_KEY_OLD', 'CRON_SECRET'])

/** Reads settings from `from`. Throws SettingError for the first wrong one. */
export function readEnv(from: NodeJS.ProcessEnv): Env {
  const parsed = settings.safeParse(from)
  if (!parsed.success) {
    const name = String(parsed.error.issues[0]?.path[0]) as keyof typeof must
    const shown = SECRET.has(name) ? '' : `, not "${from[name]}"`
    throw new SettingError(`${must[name]}${shown}.`)
  }
  const s = parsed.data
  const dataDir = resolve(s.DATA_DIR)
  if (s.DATABASE_URL && !s.AUTH_SECRET) throw new SettingError(`${must.AUTH_SECRET} when DATABASE_URL is set, so that every server of this database agrees on it.`)
  return {
    port: s.PORT,
    // The demo login stands in the terminal of one machine: the embedded database is not offered to its network unasked.
    host: s.HOST ?? (s.DATABASE_URL ? '0.0.0.0' : '127.0.0.1'),
    appUrl: s.APP_URL ?? null,
    dataDir,
    databaseUrl: s.DATABASE_URL ?? null,
    authSecret: s.AUTH_SECRET ?? keptSecret(dataDir, 'auth-secret', () => randomBytes(32).toString('base64url')),
    isDemoAllowed: !s.DATABASE_URL,
    areDemoCustomersLively: s.DEMO_CUSTOMERS === '1',
    trustedProxies: s.TRUST_PROXY,
    version,
  }
}

/** A secret made once and kept in a file only its owner can read. Two processes asking at once get the same one. */
export function keptSecret(dataDir: string, name: string, make: () => string): string {
  const file = resolve(dataDir, name)
  try {
    makeFolder(dataDir)
    makePrivate(dataDir, 0o700)
    if (!existsSync(file)) writeFileSync(file, make(), { flag: 'wx', mode: 0o600 })
  } catch (e) {
    // Somebody else made it a moment ago.
    if (!existsSync(file)) throw new SettingError(`DATA_DIR is "${dataDir}", and nothing can be written there (${e instanceof Error ? e.message : String(e)}).`)
  }
  const secret = readFileSync(file, 'utf8').trim()
  if (secret === '') throw new SettingError(`The file ${file} is empty: remove it, and a new secret is made.`)
  return secret
}

declare global {
  var parleyEnv: Env | undefined
}
const read = () => (globalThis.parleyEnv ??= readEnv(process.env))

/** The settings; the first use of any reads them all. */
export const env: Env = {
  get port() {
    return read().port
  },
  get host() {
    return read().host
  },
  get appUrl() {
    return read().appUrl
  },
  get dataDir() {
    return read().dataDir
  },
  get databaseUrl() {
    return read().databaseUrl
  },
  get authSecret() {
    return read().authSecret
  },
  get isDemoAllowed() {
    return read().isDemoAllowed
  },
  get areDemoCustomersLively() {
    return read().areDemoCustomersLively
  },
  get trustedProxies() {
    return read().trustedProxies
  },
  get version() {
    return read().version
  },
}
