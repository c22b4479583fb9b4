import { createServer, request, type Server as HttpServer } from 'node:http'
import { expect, PEOPLE, test } from './fixtures'
import { type Server, startServer } from './server'

/** A proxy as careless ones are: it sends the upstream's name, or the name without the port, as Host, and nothing else about where the page is. */
async function proxyOf(host: string): Promise<{ url: string; to: (server: Server) => void; close: () => void }> {
  let port = 0
  const proxy: HttpServer = createServer((req, res) => {
    const passed = request({ port, host: '127.0.0.1', path: req.url, method: req.method, headers: { ...req.headers, host } }, (answer) => {
      res.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(res)
    })
    passed.on('error', () => res.destroy())
    res.on('close', () => passed.destroy())
    req.pipe(passed)
  })
  await new Promise<void>((done) => void proxy.listen(0, '127.0.0.1', done))
  const at = proxy.address()
  if (!at || typeof at === 'string') throw new Error('no port')
  return { url: `http://localhost:${at.port}`, to: (server) => void (port = Number(new URL(server.url).port)), close: () => (proxy.close(), proxy.closeAllConnections()) }
}

for (const [name, host] of [
  ['the upstream’s own name', 'parley_upstream'],
  ['the name without its port', 'localhost'],
] as const)
  test(`APP_URL alone is enough when the proxy sends ${name} as Host`, async ({ browser }) => {
    const proxy = await proxyOf(host)
    const server = await startServer({ APP_URL: proxy.url, TRUST_PROXY: '1' })
    const context = await browser.newContext({ locale: 'en-GB' })
    try {
      proxy.to(server)
      const page = await context.newPage()
      // An action that ends on another page.
      await page.goto(`${proxy.url}/sign-in`)
      await page.getByLabel('Email').fill(PEOPLE.ben)
      await page.getByLabel('Password', { exact: true }).fill(server.password)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await expect(page).toHaveURL(/\/inbox/)
      // One that stays.
      await page.goto(`${proxy.url}/settings/profile`)
      await page.getByLabel('Name', { exact: true }).fill('Ben of the proxy')
      const [saved] = await Promise.all([page.waitForResponse((r) => r.request().method() === 'POST'), page.getByRole('button', { name: 'Save' }).first().click()])
      expect(saved.status()).toBe(200)
      await page.reload()
      await expect(page.getByLabel('Name', { exact: true })).toHaveValue('Ben of the proxy')
      await page.getByRole('button', { name: 'Sign out', exact: true }).click()
      await expect(page).toHaveURL(/\/sign-in/)
      expect(server.log()).not.toMatch(/ error |redirect response|\n\s+at /)
    } finally {
      await context.close()
      proxy.close()
      await server.close()
    }
  })
