import { expect, it } from 'vitest'
import { makeScene } from '@/db/factories'
import { system } from '@/lib/domain/actor'
import { createChannel } from '@/lib/domain/channels/create'
import { listChannels } from '@/lib/domain/channels/list'
import { setChannelEnabled } from '@/lib/domain/channels/set-enabled'
import { startProviders } from '@/lib/stand-in/providers'
import { checkChannels } from './check-channels'

it('tells admins of accounts that ended, and of nothing that mends itself', async () => {
  const far = await startProviders()
  const s = await makeScene()
  const bot = (name: string, baseUrl: string) => createChannel(s.ana, { type: 'telegram', name, settings: { botToken: '77:AAAA', baseUrl } })
  const well = await bot('well', far.url)
  const away = await bot('away', 'http://127.0.0.1:1')
  // Its address answers everything with 404, as Telegram does a token it does not know.
  const ended = await bot('ended', `${far.url}/files`)
  const off = await bot('off', `${far.url}/files`)
  await setChannelEnabled(s.ana, { channelId: off.id, enabled: false })
  await createChannel(s.ana, { type: 'sms', name: 'bare' })
  try {
    await checkChannels(system(s.workspace.id), new AbortController().signal)
    const now = new Map((await listChannels(s.ana, {})).map((c) => [c.name, c]))
    expect(now.get('well')).toMatchObject({ id: well.id, problem: null, signs: { testedAt: expect.any(Number) } })
    expect(now.get('ended')).toMatchObject({ id: ended.id, problem: { code: '404' } })
    for (const name of ['away', 'off', 'bare']) expect(now.get(name)).toMatchObject({ problem: null, signs: {} })
    expect(now.get('away')?.id).toBe(away.id)
  } finally {
    await far.close()
  }
})
