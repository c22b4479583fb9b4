import { describe, expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { refused } from '../testing/expect'
import { connectionOf } from './connection'
import { createChannel } from './create'
import { rotateSecret } from './rotate-secret'
import { updateChannel } from './update'

const MAIL = { address: 'us@x.test', imapHost: 'imap.x.test', imapPassword: 'pw-1', smtpHost: 'smtp.x.test', smtpPassword: 'pw-2' }

describe('a channel’s secrets', () => {
  it('are asked for again when they would be sent elsewhere', async () => {
    const s = await makeScene()
    const bot = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: { botToken: '77:AAAA' } })
    const change = (settings: Record<string, unknown>) => updateChannel(s.ana, { channelId: bot.id, settings })
    await expect(change({ baseUrl: 'https://evil.test' })).rejects.toMatchObject({ reason: 'secrets_again', data: { fields: ['botToken'], moved: ['baseUrl'] } })
    // The same address, written otherwise, is no change; an empty secret is none.
    await change({ baseUrl: 'https://api.telegram.org/' })
    await expect(change({ baseUrl: 'https://evil.test', botToken: '' })).rejects.toMatchObject({ reason: 'bad_input' })
    const before = (await connectionOf(s.ana, { channelId: bot.id })).settings
    await change({ baseUrl: 'https://gateway.test', botToken: '77:BBBB' })
    const now = (await connectionOf(s.ana, { channelId: bot.id })).settings
    expect(now).toMatchObject({ baseUrl: 'https://gateway.test', botToken: '77:BBBB' })
    // Ours to make: the gateway learns a new one.
    expect(now.webhookSecret).not.toBe(before.webhookSecret)
  })

  it('are asked for again when the way becomes less safe, not when it becomes safer', async () => {
    const s = await makeScene()
    const c = await createChannel(s.ana, { type: 'email', name: 'Mail', settings: { ...MAIL, smtpSecurity: 'starttls' } })
    const change = (settings: Record<string, unknown>) => updateChannel(s.ana, { channelId: c.id, settings })
    await change({ smtpSecurity: 'tls', fromName: 'Us' })
    await expect(change({ imapSecurity: 'none' })).rejects.toMatchObject({ reason: 'secrets_again', data: { fields: ['imapPassword'] } })
    await expect(change({ smtpPort: 2525 })).rejects.toMatchObject({ reason: 'secrets_again', data: { fields: ['imapPassword', 'smtpPassword'] } })
    await expect(change({ imapHost: 'imap.evil.test', imapPassword: 'pw-3' })).resolves.toMatchObject({ settings: { imapHost: 'imap.evil.test' } })
  })

  it('are known by name to admins alone, and stay when others change', async () => {
    const s = await makeScene()
    const c = await createChannel(s.ana, { type: 'email', name: 'Mail', settings: MAIL })
    expect(c.kept).toEqual(['imapPassword', 'smtpPassword'])
    expect(JSON.stringify(c)).not.toContain('pw-')
    await updateChannel(s.ana, { channelId: c.id, settings: { smtpPassword: 'pw-9' } })
    expect((await connectionOf(s.ana, { channelId: c.id })).settings).toMatchObject({ imapPassword: 'pw-1', smtpPassword: 'pw-9' })
  })

  it('that we make are made anew one by one', async () => {
    const s = await makeScene()
    const page = await createChannel(s.ana, { type: 'messenger', name: 'Page', settings: { pageId: '1', accessToken: 't', appSecret: 's' } })
    const now = await rotateSecret(s.ana, { channelId: page.id, name: 'verifyToken' })
    expect(now.settings?.verifyToken).not.toBe(page.settings?.verifyToken)
    expect((await connectionOf(s.ana, { channelId: page.id })).settings).toMatchObject({ accessToken: 't', appSecret: 's' })
    const bot = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: { botToken: '77:AAAA' } })
    const secret = async () => (await connectionOf(s.ana, { channelId: bot.id })).settings.webhookSecret
    const first = await secret()
    await rotateSecret(s.ana, { channelId: bot.id, name: 'webhookSecret' })
    expect(await secret()).not.toBe(first)
    await refused('wrong_kind', [rotateSecret(s.ana, { channelId: page.id, name: 'accessToken' }), rotateSecret(s.ana, { channelId: bot.id, name: 'botToken' })])
  })
})
