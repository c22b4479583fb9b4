import { afterEach, expect, it, vi } from 'vitest'
import { makeScene } from '@/db/factories'
import { createChannel } from '@/lib/domain/channels/create'
import { deleteChannel } from '@/lib/domain/channels/delete'
import { purge } from './purge'

const network = vi.hoisted(() => ({ asked: [] as string[] }))
vi.mock('@/lib/net/fetch-outside', () => ({
  fetchOutside: async (url: string | URL) => {
    network.asked.push(String(url))
    return Response.json({ ok: true, result: true })
  },
}))
afterEach(() => void network.asked.splice(0))

async function purged(settings: Record<string, unknown>, other?: Record<string, unknown>): Promise<string[]> {
  const s = await makeScene()
  const c = await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings })
  await deleteChannel(s.ana, { channelId: c.id, name: 'Bot' })
  if (other) await createChannel(s.ana, { type: 'telegram', name: 'Bot', settings: other })
  const job = { id: 1, workspaceId: s.workspace.id, kind: 'purge', payload: { channelId: c.id }, attempts: 1, leaseUntil: new Date() }
  await purge.run({ job, stop: new AbortController().signal })
  return network.asked.splice(0)
}

it('tells the provider not to call any more, unless another channel has the same account by now: its messages would come to nobody', async () => {
  expect(await purged({ botToken: '77:AAAA' })).toEqual(['https://api.telegram.org/bot77:AAAA/deleteWebhook'])
  expect(await purged({ botToken: '77:AAAA' }, { botToken: '78:BBBB' })).toHaveLength(1)
  expect(await purged({ botToken: '77:AAAA' }, { botToken: '77:CCCC' })).toEqual([])
})
