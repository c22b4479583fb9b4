/**
 * Secrets at rest: AES-256-GCM under CHANNEL_SECRETS_KEY; without it under a key made from AUTH_SECRET where several servers
 * may share a database, and under one kept beside the embedded database. What a former key sealed is still opened while that
 * key is at hand (CHANNEL_SECRETS_KEY_OLD, or the kept file), so that a key can be changed while servers run.
 */
import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { makeFolder } from './folder'

const VERSION = 'v1'

/** 32 bytes. A setting of any length will do; it is hashed. */
const keyOf = (from: string | Buffer) => createHash('sha256').update(from).digest()
const derived = (secret: string) => Buffer.from(hkdfSync('sha256', secret, '', 'parley channel secrets', 32))
const known = new Map<string, Buffer>()
function remembered(name: string, make: () => Buffer): Buffer {
  const key = known.get(name) ?? make()
  known.set(name, key)
  return key
}

const setKey = () => process.env.CHANNEL_SECRETS_KEY?.trim() || undefined
// Servers of one database agree on AUTH_SECRET; a file of each one's own would lock the others out.
const sharedSecret = () => (process.env.DATABASE_URL && process.env.AUTH_SECRET ? process.env.AUTH_SECRET : undefined)
const keptFile = () => join(resolve(process.env.DATA_DIR || './data'), 'channel-secrets-key')
const formerFile = () => `${keptFile()}.old`

/** What seals now. The kept file is read each time: another process may have changed it. */
function theKey(): Buffer {
  const [set, shared] = [setKey(), sharedSecret()]
  if (set) return remembered(`set ${set}`, () => keyOf(set))
  return shared ? remembered(`shared ${shared}`, () => keyOf(derived(shared))) : keyOf(keptKey())
}

/** What may have sealed something that lies there: the key of now first. */
function* candidates(): Generator<Buffer> {
  yield theKey()
  const old = process.env.CHANNEL_SECRETS_KEY_OLD?.trim()
  if (old) {
    yield keyOf(old)
    yield keyOf(derived(old))
  }
  const shared = sharedSecret()
  if (setKey() && shared) yield keyOf(derived(shared))
  for (const file of [keptFile(), formerFile()]) if (existsSync(file)) yield keyOf(readFileSync(file, 'utf8').trim())
}

function keptKey(): string {
  const file = keptFile()
  if (existsSync(file)) return readFileSync(file, 'utf8').trim()
  makeFolder(join(file, '..'))
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600 })
  } catch (e) {
    // Somebody else made it a moment ago.
    if (!existsSync(file)) throw e
  }
  return readFileSync(file, 'utf8').trim()
}

/** Makes the kept key anew; the former one opens until `forgetFormerKey`. False when the key is a setting, and not ours to change. */
export function renewKeptKey(): boolean {
  if (setKey() || sharedSecret()) return false
  // A change that was cut short left sealed with the former one: that one must stay until all is sealed anew.
  if (existsSync(formerFile())) return true
  keptKey()
  const next = `${keptFile()}.new`
  writeFileSync(next, randomBytes(32).toString('base64url'), { mode: 0o600 })
  writeFileSync(formerFile(), keptKey(), { mode: 0o600 })
  renameSync(next, keptFile())
  return true
}

export const forgetFormerKey = (): void => rmSync(formerFile(), { force: true })

/** Text that only `unseal` with the same key can read. */
export function seal(value: unknown): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', theKey(), nonce)
  const sealed = Buffer.concat([cipher.update(JSON.stringify(value), 'utf8'), cipher.final()])
  return [VERSION, nonce.toString('base64url'), cipher.getAuthTag().toString('base64url'), sealed.toString('base64url')].join('.')
}

/** Throws when it was sealed with a key that is not at hand, or changed since. */
export function unseal(text: string): unknown {
  const [version, nonce, tag, sealed] = text.split('.')
  if (version !== VERSION || !nonce || !tag || sealed === undefined) throw new Error('not sealed by us')
  let first: unknown
  for (const key of candidates()) {
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce, 'base64url'))
      decipher.setAuthTag(Buffer.from(tag, 'base64url'))
      return JSON.parse(Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8'))
    } catch (e) {
      first ??= e
    }
  }
  throw first
}
