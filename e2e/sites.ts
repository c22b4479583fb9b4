/** Sites that carry the demo channel's chat, and how a customer and the team use it there. */
import { createServer, type Server as HttpServer } from 'node:http'
import { join } from 'node:path'
import type { APIRequestContext, FrameLocator, Page } from '@playwright/test'
import Database from 'better-sqlite3'
import { expect, test as base } from './fixtures'
import type { Server } from './server'

/** Sites on origins of their own (another host than ours, so the frame is a third party's) that carry the demo channel's chat. */
type Sites = { friend: string; stranger: string; secret: string }

export const test = base.extend<{ sites: Sites }>({
  sites: async ({ server }, use) => {
    const key = /data-key="([^"]+)"/.exec(await (await fetch(`${server.url}/demo`)).text())?.[1] ?? ''
    const shops = await Promise.all([serveShop(server.url, key), serveShop(server.url, key)])
    const [friend = '', stranger = ''] = shops.map((s) => s.url)
    const secret = allow(server, key, friend)
    await use({ friend, stranger, secret })
    for (const s of shops) s.http.close()
  },
})

async function serveShop(parley: string, key: string): Promise<{ url: string; http: HttpServer }> {
  const html = `<!doctype html><html lang="en"><title>A shop</title><meta name="viewport" content="width=device-width"><main><h1>A shop</h1><p><a href="#x">First link</a></p></main><script async src="${parley}/widget.js" data-key="${key}" data-color="#7a2f8f"></script></html>`
  const http = createServer((req, res) => res.writeHead(req.url === '/favicon.ico' ? 204 : 200, { 'content-type': 'text/html; charset=utf-8' }).end(html))
  await new Promise<void>((done) => http.listen(0, '127.0.0.1', done))
  const at = http.address()
  return { http, url: `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}` }
}

/** Writes the channel's settings as an earlier version did, its signing secret among them. Returns that. */
function allow(server: Server, key: string, origin: string): string {
  const identitySecret = 'a signing secret of forty-three characters!'
  const db = new Database(join(server.dataDir, 'parley.db'), { timeout: 5000 })
  const { settings } = db.prepare('select settings from channels where key = ?').get(key) as { settings: string }
  const now = { ...(JSON.parse(settings) as object), identitySecret, allowedOrigins: [origin], color: '#7a2f8f' }
  db.prepare('update channels set settings = ?, secrets = null where key = ?').run(JSON.stringify(now), key)
  db.close()
  return identitySecret
}

export const chatOf = (page: Page): FrameLocator => page.frameLocator('iframe[title="Chat"]')
export const opener = (page: Page) => page.locator('button[aria-expanded]')
export const box = (page: Page) => chatOf(page).getByRole('textbox', { name: 'Your message' })
export const log = (page: Page) => chatOf(page).getByRole('log')

export async function openChat(page: Page, url: string) {
  await page.goto(url)
  await opener(page).click()
  await expect(box(page)).toBeVisible()
}
export async function say(page: Page, body: string) {
  await box(page).fill(body)
  await box(page).press('Enter')
}

/** The team's side, through the API. */
export const agent = (request: APIRequestContext, server: Server) => ({
  async find(text: string) {
    const page = await (await request.get(`${server.url}/api/ui/conversations?text=${encodeURIComponent(text)}&status=open`)).json()
    return page.rows as { id: number; contactName: string; contactReadIndex: number; lastIndex: number }[]
  },
  async thread(id: number) {
    const page = await (await request.get(`${server.url}/api/ui/conversations/${id}/messages`)).json()
    return page.messages as { body: string; kind: string }[]
  },
  async reply(id: number, body: string, kind: 'reply' | 'note' = 'reply') {
    const r = await request.post(`${server.url}/api/ui/conversations/${id}/messages`, {
      data: { kind, body, clientKey: crypto.randomUUID() },
      headers: { origin: server.url },
    })
    expect(r.ok(), await r.text()).toBe(true)
  },
  async typing(id: number) {
    const r = await request.post(`${server.url}/api/ui/presence`, { data: { conversationId: id, tab: 'e2e-tab', typing: 'reply' }, headers: { origin: server.url } })
    expect(r.ok(), await r.text()).toBe(true)
  },
})

export const text = () => `Question ${Math.random().toString(36).slice(2, 10)}`
