/**
 * Secrets at rest: AES-256-GCM under CHANNEL_SECRETS_KEY; without it under a key made from AUTH_SECRET where several servers
 * may share a database, and under one kept beside the embedded database.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const VERSION = 'v1'
let known: { from: string; key: Buffer } | undefined

/** 32 bytes. A setting of any length will do; it is hashed. */
function theKey(): Buffer {
  const dir = resolve(process.env.DATA_DIR || './data')
  const set = process.env.CHANNEL_SECRETS_KEY?.trim()
  // Servers of one database agree on AUTH_SECRET; a file of each one's own would lock the others out.
  const shared = process.env.DATABASE_URL && process.env.AUTH_SECRET ? process.env.AUTH_SECRET : undefined
  const from = set || shared || dir
  if (known?.from === from) return known.key
  known = {
    from,
    key: createHash('sha256')
      .update(set || (shared && Buffer.from(hkdfSync('sha256', shared, '', 'parley channel secrets', 32))) || keptKey(dir))
      .digest(),
  }
  return known.key
}

function keptKey(dir: string): string {
  const file = join(dir, 'channel-secrets-key')
  mkdirSync(dir, { recursive: true })
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (e) {
    // It is there already, or somebody else made it a moment ago.
    if (!existsSync(file)) throw e
  }
  return readFileSync(file, 'utf8').trim()
}

/** Text that only `unseal` with the same key can read. */
export function seal(value: unknown): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', theKey(), nonce)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return [VERSION, nonce.toString('base64url'), cipher.getAuthTag().toString('base64url'), sealed.toString('base64url')].join('.')
}

/** Throws when it was sealed with another key or changed since. */
export function unseal(text: string): unknown {
  const [version, nonce, tag, sealed] = text.split('.')
  if (version !== VERSION || !nonce || !tag || sealed === undefined) throw new Error('not sealed by us')
  const decipher = createDecipheriv('aes-256-gcm', theKey(), Buffer.from(nonce, 'base64url'))
  decipher.setAuthTag(Buffer.from(tag, 'base64url'))
  return JSON.parse(Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8'))
}
