import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { reader } from '@/db/client'
import { makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { forgetFormerKey, renewKeptKey } from '@/db/seal'
import { connectionOf } from './connection'
import { createChannel } from './create'
import { listChannels } from './list'
import { resealAll } from './reseal'
import { updateChannel } from './update'

let dir: string
// The database is opened where it lies, before the folder of the key is another.
beforeAll(() => makeScene())
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'parley-seal-'))
  // Everything that was sealed before belongs to other keys.
  vi.stubEnv('DATA_DIR', dir)
  vi.stubEnv('AUTH_SECRET', '')
  vi.stubEnv('CHANNEL_SECRETS_KEY', '')
})
afterEach(() => {
  vi.unstubAllEnvs()
  rmSync(dir, { recursive: true, force: true })
})

async function bot() {
  const s = await makeScene()
  const c = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: { botToken: '77:AAAA' } })
  const token = async () => (await connectionOf(s.ana, { channelId: c.id })).settings.botToken
  const sealed = async () => (await (await reader()).select({ secrets: channels.secrets }).from(channels).where(eq(channels.id, c.id)))[0]?.secrets
  return { s, c, token, sealed }
}

describe('changing the key that seals channels’ secrets', () => {
  it('that Parley keeps: a new one, everything sealed with it, the former forgotten, readable all the while', async () => {
    const { token, sealed, c } = await bot()
    const before = await sealed()
    expect(renewKeptKey()).toBe(true)
    expect(await token()).toBe('77:AAAA')
    expect((await resealAll()).locked).not.toContain(c.id)
    forgetFormerKey()
    expect(existsSync(join(dir, 'channel-secrets-key.old'))).toBe(false)
    expect(await sealed()).not.toBe(before)
    expect(await token()).toBe('77:AAAA')
  })

  it('cut short: the former key stays until all is sealed anew', async () => {
    const { token } = await bot()
    renewKeptKey()
    renewKeptKey()
    expect(await token()).toBe('77:AAAA')
    await resealAll()
    forgetFormerKey()
    expect(await token()).toBe('77:AAAA')
  })

  it('that is a setting: the one before opens until all is sealed anew', async () => {
    vi.stubEnv('CHANNEL_SECRETS_KEY', 'the first key, long enough to be one')
    const { token } = await bot()
    vi.stubEnv('CHANNEL_SECRETS_KEY', 'the second key, long enough to be one')
    vi.stubEnv('CHANNEL_SECRETS_KEY_OLD', 'the first key, long enough to be one')
    expect(renewKeptKey()).toBe(false)
    await resealAll()
    vi.stubEnv('CHANNEL_SECRETS_KEY_OLD', '')
    expect(await token()).toBe('77:AAAA')
  })

  it('with the former lost: the channel says so, is named, and takes its secrets anew', async () => {
    vi.stubEnv('CHANNEL_SECRETS_KEY', 'the first key, long enough to be one')
    const { s, c, token } = await bot()
    vi.stubEnv('CHANNEL_SECRETS_KEY', 'the second key, long enough to be one')
    expect((await resealAll()).locked).toContain(c.id)
    const seen = async () => (await listChannels(s.ana, {})).find((x) => x.id === c.id)
    expect(await seen()).toMatchObject({ kept: null })
    // A new name loses nothing: the former key may still be found.
    await updateChannel(s.ana, { channelId: c.id, name: 'Other bot' })
    expect(await seen()).toMatchObject({ name: 'Other bot', kept: null })
    await updateChannel(s.ana, { channelId: c.id, settings: { botToken: '77:BBBB', webhookSecret: 'w' } })
    expect(await seen()).toMatchObject({ kept: ['botToken', 'webhookSecret'] })
    expect(await token()).toBe('77:BBBB')
  })
})
