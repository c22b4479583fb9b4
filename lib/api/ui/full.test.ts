import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { doors } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeScene } from '@/db/factories'
import { receive } from '@/lib/domain/messages/receive'
import { startServer } from '../testing/server'

describe.runIf(dialect === 'sqlite')('a full disk', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  beforeAll(async () => void (server = await startServer()))
  afterAll(() => server.close())

  it('is told to the person, leaves nothing half-written and loses nothing that was acknowledged', async () => {
    const s = await makeScene()
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const ana = await server.as(s.users.ana)
    const send = (clientKey: string) => ana.send('POST', `/api/ui/conversations/${m.conversationId}/messages`, { kind: 'reply', body: 'x'.repeat(90_000), clientKey })
    vi.spyOn(console, 'error').mockImplementation(() => {})
    // No page more than there is: the engine says what it says when the disk has no room.
    await (await doors()).raw('pragma max_page_count = 1')
    const acknowledged: string[] = []
    let refused: Awaited<ReturnType<typeof send>> | null = null
    // Pages that are free already are filled first.
    for (let i = 0; i < 50 && !refused; i++) {
      const answer = await send(`key-number-${i}`)
      if (answer.status === 200) acknowledged.push(answer.body.message.clientKey)
      else refused = answer
    }
    expect([refused?.status, refused?.body.error.reason]).toEqual([503, 'database_full'])
    expect((await ana.get('/api/ui/conversations')).body.rows).toMatchObject([{ lastIndex: acknowledged.length }])
    await (await doors()).raw('pragma max_page_count = 4294967294')
    expect((await send('key-after-all')).status).toBe(200)
    const { messages } = (await ana.get(`/api/ui/conversations/${m.conversationId}/messages`)).body
    expect(messages.map((x: { index: number }) => x.index)).toEqual([...messages.keys()])
    expect(messages.slice(1).map((x: { clientKey: string }) => x.clientKey)).toEqual([...acknowledged, 'key-after-all'])
  })
})
