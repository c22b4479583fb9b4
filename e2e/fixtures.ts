/**
 * What every journey starts from: a server of its own file, pages that watch for errors, people to sign in as.
 *
 *   test('…', async ({ open }) => { const ana = await open('ana'); await ana.goto('/') … })
 */
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContextOptions, test as base, expect, type Page } from '@playwright/test'
import { type Server, startServer } from './server'

/** The demo people; Ana is the admin. */
export const PEOPLE = { ana: 'ana@demo.example', ben: 'ben@demo.example', chloe: 'chloe@demo.example', kenji: 'kenji@demo.example' } as const
export type Who = keyof typeof PEOPLE

type Fixtures = {
  /** Signs the page's context in without the form. */
  login: (page: Page, who: Who) => Promise<void>
  /** A new browser context with a page, signed in when `who` is given, watched, closed at the end. */
  open: (who?: Who | null, options?: BrowserContextOptions) => Promise<Page>
  /** From here on such console errors do not fail the test. */
  tolerate: (pattern: RegExp) => void
  watch: (page: Page) => void
  tolerated: RegExp[]
}

/** One server at a time, with fresh data for each file: what one file's journeys leave behind fails no other file's. */
type Servers = { of(file: string): Promise<Server> }

export const test = base.extend<Fixtures & { server: Server }, { servers: Servers }>({
  servers: [
    async ({}, use) => {
      let running: { file: string; server: Server } | null = null
      await use({
        of: async (file) => {
          if (running?.file !== file) {
            await running?.server.close()
            running = null
            running = { file, server: await startServer() }
          }
          return running.server
        },
      })
      // TypeScript does not see the assignment inside the function above.
      await (running as { server: Server } | null)?.server.close()
    },
    { scope: 'worker', timeout: 60_000 },
  ],
  server: async ({ servers }, use, info) => use(await servers.of(info.file)),
  baseURL: async ({ server }, use) => use(server.url),

  tolerated: async ({}, use) => use([]),
  // Console errors, uncaught exceptions and violations of the security policy (the browser reports them there too).
  watch: async ({ tolerated }, use) => {
    const errors: string[] = []
    await use((page) => {
      page.on('pageerror', (e) => errors.push(`${page.url()}: ${e.stack ?? e.message}`))
      page.on('console', (m) => m.type() === 'error' && errors.push(`${page.url()}: ${m.text()} ${m.location().url}`))
    })
    expect(
      errors.filter((e) => !tolerated.some((t) => t.test(e))),
      'errors in the browser',
    ).toEqual([])
  },
  tolerate: async ({ tolerated }, use) => use((pattern) => void tolerated.push(pattern)),

  page: async ({ page, watch }, use) => {
    watch(page)
    await use(page)
  },
  login: async ({ server }, use) => use((page, who) => signIn(page, server, who)),
  open: async ({ browser, server, watch }, use) => {
    const contexts: { close(): Promise<void> }[] = []
    await use(async (who = null, options = {}) => {
      const context = await browser.newContext({ viewport: { width: 1360, height: 850 }, locale: 'en-GB', timezoneId: 'Europe/Berlin', baseURL: server.url, ...options })
      contexts.push(context)
      const page = await context.newPage()
      watch(page)
      if (who) await signIn(page, server, who)
      return page
    })
    for (const c of contexts) await c.close()
  },
})
export { expect }

async function signIn(page: Page, server: Server, who: Who): Promise<void> {
  const { csrfToken } = (await (await page.request.get(`${server.url}/api/auth/csrf`)).json()) as { csrfToken: string }
  const answer = await page.request.post(`${server.url}/api/auth/callback/credentials`, {
    form: { csrfToken, email: PEOPLE[who], password: server.password, json: 'true' },
    headers: { origin: server.url },
  })
  expect(answer.ok(), `${who} signs in`).toBe(true)
  expect(
    (await page.context().cookies()).some((c) => c.name.includes('session-token')),
    `${who} has a session`,
  ).toBe(true)
}

/** Fails with a readable list when axe finds anything. `include`: a selector to look only there. */
export async function expectAccessible(page: Page, include?: string): Promise<void> {
  const axe = new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
  const { violations } = await (include ? axe.include(include) : axe).analyze()
  expect(
    violations
      .map(
        (v) =>
          `${v.id}: ${v.help}\n${v.nodes
            .slice(0, 5)
            .map((n) => `    ${n.target.join(' ')}  ${n.html.slice(0, 160)}`)
            .join('\n')}`,
      )
      .join('\n'),
  ).toBe('')
}
