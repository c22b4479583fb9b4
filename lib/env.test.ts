import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { keptSecret, readEnv, SettingError } from './env'

const dir = mkdtempSync(join(tmpdir(), 'parley-env-'))
afterAll(() => rmSync(dir, { recursive: true, force: true }))
const read = (more: Record<string, string>) => readEnv({ NODE_ENV: 'test', DATA_DIR: dir, ...more })
const secret = 'x'.repeat(32)

describe('the settings', () => {
  it('need nothing: an embedded database on loopback, with a secret of its own that stays', () => {
    const first = read({})
    expect(first).toMatchObject({ port: 3000, host: '127.0.0.1', databaseUrl: null, appUrl: null, isDemoAllowed: true, dataDir: dir })
    expect(first.authSecret.length).toBeGreaterThanOrEqual(32)
    expect(read({}).authSecret).toBe(first.authSecret)
    expect(statSync(join(dir, 'auth-secret')).mode & 0o777).toBe(0o600)
  })

  it('open to the network and allow no demo on a configured database', () => {
    expect(read({ DATABASE_URL: 'postgres://u:p@db/parley', AUTH_SECRET: secret })).toMatchObject({ host: '0.0.0.0', isDemoAllowed: false, authSecret: secret })
  })

  it('take blanks for absent and cut the address to its origin', () => {
    expect(read({ PORT: ' ', HOST: '', APP_URL: 'https://inbox.example/some/path' })).toMatchObject({ port: 3000, host: '127.0.0.1', appUrl: 'https://inbox.example' })
  })

  it.each([
    ['PORT', '70000'],
    ['PORT', '80x'],
    ['HOST', 'a b'],
    ['APP_URL', 'inbox.example'],
    ['DATABASE_URL', 'mysql://x'],
    ['AUTH_SECRET', 'short'],
    ['TRUST_PROXY', 'yes'],
    ['API_REQUESTS_PER_MINUTE', 'many'],
    ['WEBHOOKS_ALLOW_PRIVATE', 'yes'],
    ['CHANNELS_ALLOW_PRIVATE', 'true'],
    ['CHANNEL_SECRETS_KEY', 'short'],
    ['CRON_SECRET', 'short'],
  ])('%s=%s is refused in one sentence that names it', (name, value) => {
    expect(() => read({ [name]: value })).toThrow(SettingError)
    expect(() => read({ [name]: value })).toThrow(new RegExp(`^${name} must [^\\n]*\\.$`))
  })

  it('never repeat a secret or a password in the sentence', () => {
    expect(() => read({ AUTH_SECRET: 'hunter2' })).not.toThrow(/hunter2/)
    expect(() => read({ DATABASE_URL: 'mysql://u:hunter2@x' })).not.toThrow(/hunter2/)
  })

  it('ask for AUTH_SECRET with DATABASE_URL', () => {
    expect(() => read({ DATABASE_URL: 'postgres://u@db/x' })).toThrow(/^AUTH_SECRET .*when DATABASE_URL is set/)
  })
})

describe('a kept secret', () => {
  it('is not silently empty', () => {
    writeFileSync(join(dir, 'empty'), '')
    expect(() => keptSecret(dir, 'empty', () => 'x')).toThrow(/empty: remove it/)
  })

  it('says when its folder cannot be written', () => {
    writeFileSync(join(dir, 'file'), 'x')
    expect(() => keptSecret(join(dir, 'file'), 's', () => 'x')).toThrow(/^DATA_DIR is /)
  })
})
