import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type APIRequestContext, request } from '@playwright/test'
import Database from 'better-sqlite3'
import { startProviders } from '../lib/stand-in/providers'
import { expect, PEOPLE, test } from './fixtures'
import { type Server, startServer } from './server'

const HOUR_MS = 3_600_000

test('what a killed server had under way goes on as soon as another run has its folder', async () => {
  const far = await startProviders()
  const server = await startServer()
  const ana = await signedIn(server)
  try {
    const { webhook_url: webhookUrl } = await connectBot(server, far.url)
    const line = far.connect('telegram', { webhookUrl, secret: 'S' })
    const says = (message_id: number, text: string) => {
      const chat = { id: 6002, type: 'private', first_name: 'Nadia' }
      return line.post({ update_id: 8_000_000 + message_id, message: { message_id, date: Math.floor(Date.now() / 1000), chat, from: { id: 6002 }, text } })
    }
    expect(await says(11, 'Is the lamp in stock?')).toBe(200)
    const rows = async () => (await (await ana.get('/api/ui/conversations?text=Nadia&status=any')).json()).rows
    await expect.poll(async () => (await rows()).length).toBe(1)
    const [{ id }] = await rows()
    const replies = async (body: string) => {
      const answer = await ana.post(`/api/ui/conversations/${id}/messages`, { data: { kind: 'reply', body, clientKey: crypto.randomUUID() } })
      expect(answer.status(), await answer.text()).toBe(200)
    }
    far.trouble('hang')
    await replies('It is')
    await expect.poll(() => far.sent.map((m) => m.text)).toEqual(['It is'])
    await server.stop('SIGKILL')

    // Whoever waited for the dead run's lease would wait for an hour.
    const db = new Database(join(server.dataDir, 'parley.db'))
    const held = db.prepare("update jobs set lease_until = ? where state = 'running'").run(Date.now() + HOUR_MS)
    db.close()
    expect(held.changes).toBeGreaterThan(0)

    await server.restart()
    await replies('Shall I put one aside?')
    await expect.poll(() => far.sent.map((m) => m.text)).toContain('Shall I put one aside?')
    expect(await says(12, 'Yes please')).toBe(200)
    const bodies = async () => (await (await ana.get(`/api/ui/conversations/${id}/messages`)).json()).messages.map((m: { body: string }) => m.body)
    await expect.poll(bodies).toContain('Yes please')
  } finally {
    await ana.dispose()
    await server.close()
    await far.close()
  }
})

async function signedIn(server: Server): Promise<APIRequestContext> {
  const person = await request.newContext({ baseURL: server.url, extraHTTPHeaders: { origin: server.url } })
  const { csrfToken }: { csrfToken: string } = await (await person.get('/api/auth/csrf')).json()
  await person.post('/api/auth/callback/credentials', { form: { csrfToken, email: PEOPLE.ana, password: server.password, json: 'true' } })
  return person
}

async function connectBot(server: Server, baseUrl: string): Promise<{ webhook_url: string }> {
  const settings = JSON.stringify({ botToken: '78:SECRETTOKEN', webhookSecret: 'S', baseUrl })
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['lib/host/parley.mjs', 'channel', 'create', '--type', 'telegram', '--name', 'Killed bot', '--settings', settings, '--json'],
    { env: { ...process.env, DATA_DIR: server.dataDir, APP_URL: server.url, CHANNELS_ALLOW_PRIVATE: '1' } },
  )
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}
