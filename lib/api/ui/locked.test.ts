import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { sqliteFile } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeScene } from '@/db/factories'
import { receive } from '@/lib/domain/messages/receive'
import { startServer } from '../testing/server'

describe.runIf(dialect === 'sqlite')('a locked database', () => {
  let server: Awaited<ReturnType<typeof startServer>>
  beforeAll(async () => void (server = await startServer()))
  afterAll(() => server.close())

  it('is said after a while, loses nothing and doubles nothing', async () => {
    const s = await makeScene()
    const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
    const ana = await server.as(s.users.ana)
    const send = () => ana.send('POST', `/api/ui/conversations/${m.conversationId}/messages`, { kind: 'reply', body: 'Hi', clientKey: 'the-same-key' })
    vi.spyOn(console, 'error').mockImplementation(() => {})
    const other = new Database(sqliteFile())
    other.exec('BEGIN IMMEDIATE')
    const refused = await send()
    expect([refused.status, refused.body.error.reason]).toEqual([503, 'database_busy'])
    // Reading goes on meanwhile.
    expect((await ana.get('/api/ui/conversations')).body.rows).toHaveLength(1)
    other.exec('ROLLBACK')
    other.close()
    expect((await send()).status).toBe(200)
    expect((await send()).status).toBe(200)
    expect((await ana.get(`/api/ui/conversations/${m.conversationId}/messages`)).body.messages).toHaveLength(2)
  })
})
