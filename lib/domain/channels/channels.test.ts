import { describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { kindsOf, refused } from '../testing/expect'
import type { Actor } from '../actor'
import { connectionOf } from './connection'
import { createChannel } from './create'
import { channelByKey } from './find-by-key'
import { listChannels } from './list'
import { rotateSecret } from './rotate-secret'
import { setChannelEnabled } from './set-enabled'
import { updateChannel } from './update'

const secretOf = async (channelId: number, admin: Actor) => String((await connectionOf(admin, { channelId })).settings.identitySecret)

describe('channels', () => {
  it('are made by an admin with a key and a secret of their own', async () => {
    const s = await makeScene()
    const [a, b] = [await createChannel(s.ana, { type: 'webchat', name: 'Shop' }), await createChannel(s.ana, { type: 'webchat', name: 'Blog' })]
    expect(a.key).not.toBe(b.key)
    expect(await secretOf(a.id, s.ana)).toMatch(/^[\w-]{43}$/)
    expect(await secretOf(a.id, s.ana)).not.toBe(await secretOf(b.id, s.ana))
    expect(JSON.stringify(await channelByKey(a.key))).not.toContain(await secretOf(a.id, s.ana))
    expect(await channelByKey(a.key)).toMatchObject({ id: a.id, workspaceId: s.workspace.id })
    expect(await channelByKey('nobody')).toBeNull()
  })

  it('are not an agent’s to change, and their settings not an agent’s to see', async () => {
    const s = await makeScene()
    const c = await createChannel(s.ana, { type: 'webchat', name: 'Shop' })
    await refused('not_allowed', [
      createChannel(s.ben, { type: 'webchat', name: 'Mine' }),
      updateChannel(s.ben, { channelId: c.id, name: 'x' }),
      setChannelEnabled(s.ben, { channelId: c.id, enabled: false }),
      rotateSecret(s.ben, { channelId: c.id }),
    ])
    const seen = await listChannels(s.ben, {})
    expect(seen.map((x) => x.name)).toContain('Shop')
    expect(JSON.stringify(seen)).not.toContain('ecret')
    expect((await listChannels(s.ana, {})).find((x) => x.id === c.id)?.kept).toEqual(['identitySecret'])
  })

  it('keep the settings that are not named, and never take a secret from outside', async () => {
    const s = await makeScene()
    const c = await createChannel(s.ana, { type: 'webchat', name: 'Shop', settings: { color: '#00aa00', identitySecret: 'mine' } })
    expect(c.settings).toMatchObject({ color: '#00aa00' })
    const secret = await secretOf(c.id, s.ana)
    expect(secret).not.toBe('mine')
    const now = await updateChannel(s.ana, {
      channelId: c.id,
      settings: { allowedOrigins: ['https://Shop.example/path', 'https://shop.example'], greeting: ' Hi\u0000 ', identitySecret: '' },
    })
    expect(now.settings).toEqual({ ...c.settings, allowedOrigins: ['https://shop.example'], greeting: 'Hi' })
    for (const bad of [{ color: 'red' }, { allowedOrigins: ['javascript:alert(1)'] }, { allowedOrigins: ['*'] }])
      await expect(updateChannel(s.ana, { channelId: c.id, settings: bad })).rejects.toMatchObject({ reason: 'bad_input' })
    expect(await secretOf(c.id, s.ana)).toBe(secret)
    await rotateSecret(s.ana, { channelId: c.id })
    expect(await secretOf(c.id, s.ana)).not.toBe(secret)
  })

  it('say so only when something changed', async () => {
    const s = await makeScene()
    const c = await createChannel(s.ana, { type: 'webchat', name: 'Shop' })
    await updateChannel(s.ana, { channelId: c.id, name: 'Shop', settings: { color: String(c.settings?.color) } })
    await setChannelEnabled(s.ana, { channelId: c.id, enabled: true })
    expect(await kindsOf(s.workspace.id)).toEqual(['channel.changed'])
    expect(await setChannelEnabled(s.ana, { channelId: c.id, enabled: false })).toMatchObject({ disabled: true })
    await setChannelEnabled(s.ana, { channelId: c.id, enabled: false })
    expect(await kindsOf(s.workspace.id)).toEqual(['channel.changed', 'channel.changed'])
  })

  it('of another workspace are not there', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    await refused('not_found', [
      updateChannel(s.ana, { channelId: other.channel.id, name: 'x' }),
      setChannelEnabled(s.ana, { channelId: other.channel.id, enabled: false }),
      rotateSecret(s.ana, { channelId: 999_999_999 }),
    ])
  })
})
