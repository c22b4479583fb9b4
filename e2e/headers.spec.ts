import type { Page } from '@playwright/test'
import { expect, PEOPLE, test } from './fixtures'
import { NEXT_ALONE, startServer } from './server'

const OWN_PAGES = [
  '/',
  '/sign-in',
  '/inbox',
  '/settings/profile',
  '/settings/nowhere',
  '/demo',
  '/nowhere',
  '/nowhere.js',
  '/widget/none',
  '/icon.svg',
  '/widget.js',
  '/%00',
]
const NEXTS_OWN = ['/_next/static/nowhere.js', '/_next/nowhere', '/_next/data/x.json', '/_next/image?url=x', '/a/1/msg/1']
const DATA = [
  '/api',
  '/api/health',
  '/api/nowhere',
  '/api/%00',
  '/api/ui/me',
  '/api/ui/conversations',
  '/api/docs',
  '/api/docs/start.js',
  '/api/docs/constructor',
  '/api/openapi.json',
  '/api/cron',
  '/api/v1/conversations',
  '/p1/companies',
  '/p1/nowhere',
]
const SIGN_IN = ['/api/auth/csrf', '/api/auth/session', '/api/auth/nowhere']

/** Every kind of answer: pages, redirects, built files, uploads, data, refusals. Returns those that lack the header. */
async function withoutNosniff(page: Page, url: string, upload: string): Promise<string[]> {
  const lacking: string[] = []
  const look = async (what: string, options: { method?: string; data?: string; headers?: Record<string, string> } = {}) => {
    const answer = await page.request.fetch(url + what, { maxRedirects: 0, ...options })
    if (answer.headers()['x-content-type-options'] !== 'nosniff') lacking.push(`${options.method ?? 'GET'} ${what}: ${answer.status()}`)
    return answer
  }
  for (const path of [...OWN_PAGES, ...NEXTS_OWN, ...DATA, ...SIGN_IN]) await look(path)
  const built = [...new Set((await (await look('/sign-in')).text()).match(/\/_next\/static\/[^"'\\ ]+\.(?:js|css|woff2)/g) ?? [])]
  expect(built.length).toBeGreaterThan(2)
  for (const path of built) expect((await look(path)).status()).toBe(200)
  for (const path of [upload, `${upload}?download=1`]) expect((await look(path)).status()).toBe(200)
  for (const method of ['HEAD', 'OPTIONS', 'POST', 'PUT', 'PATCH', 'DELETE'])
    for (const path of ['/sign-in', '/nowhere', '/widget.js', '/api/health', '/api/ui/conversations', '/p1/companies']) await look(path, { method })
  const large = { method: 'POST', data: 'x'.repeat(40_000), headers: { origin: url } }
  for (const headers of [large.headers, { ...large.headers, 'next-action': 'x' }]) expect((await look('/settings/profile', { ...large, headers })).status()).toBe(413)
  await look('/sign-in', { method: 'POST', data: '[]', headers: { origin: url, 'next-action': '00'.repeat(21) } })
  return lacking
}

test('no answer may be taken for another type than it says, from our server and from Next alone', async ({ browser }) => {
  const server = await startServer()
  const context = await browser.newContext()
  try {
    const page = await context.newPage()
    const { csrfToken }: { csrfToken: string } = await (await page.request.get(`${server.url}/api/auth/csrf`)).json()
    const form = { csrfToken, email: PEOPLE.ana, password: server.password, json: 'true' }
    await page.request.post(`${server.url}/api/auth/callback/credentials`, { form, headers: { origin: server.url } })
    const sent = await page.request.post(`${server.url}/api/ui/attachments`, {
      data: Buffer.from('<script>alert(1)</script>'),
      headers: { origin: server.url, 'x-file-name': 'page.html' },
    })
    expect(sent.ok()).toBe(true)
    const attachment: { id: number } = await sent.json()
    const upload = `/api/attachments/${attachment.id}`
    expect(await withoutNosniff(page, server.url, upload)).toEqual([])
    await server.restart(NEXT_ALONE)
    expect(await withoutNosniff(page, server.url, upload)).toEqual([])
  } finally {
    await context.close()
    await server.close()
  }
})
