/** What an agent feels: measured in a real browser on the built server, with 10,000 conversations. */
import { existsSync } from 'node:fs'
import { type Browser, chromium, type Page } from '@playwright/test'
import { cookieName, encodeToken } from '@/lib/auth/token'
import { start } from '../child'
import type { Ground, Measured } from '../figure'

const REPLIES = 40
const CLICKS = 25
const at = (sorted: number[], part: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN
const ordered = (ms: number[]) => ms.toSorted((a, b) => a - b)

/** Reply to screen, click to thread, and the weight of a cold load. */
export async function browser(g: Ground): Promise<Measured[]> {
  const server = 'dist/server.mjs'
  if (!existsSync(server)) throw new Error('dist/server.mjs is not built: run `npm start` once first, or leave this figure out with --only')
  const running = await start(server, { DATA_DIR: await g.filled(10_000, 100_000), DATABASE_URL: '', PORT: '0', HOST: '127.0.0.1' })
  // A module for bare Node, outside the types.
  const { browsers } = (await import(String('../../host/browser.mjs'))) as { browsers: () => Promise<string[]> }
  const [executablePath] = await browsers()
  const chrome = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run'],
  })
  try {
    return [await weight(chrome, running.url), ...(await clicks(chrome, running.url)), await replies(chrome, running.url)]
  } finally {
    await chrome.close()
    await running.stop()
  }
}

async function pageOf(chrome: Browser, url: string, userId: number): Promise<Page> {
  const context = await chrome.newContext({ viewport: { width: 1360, height: 850 }, locale: 'en-GB', baseURL: url })
  await context.addCookies([{ name: cookieName(), value: await encodeToken(userId, 1), url }])
  // The compiler that runs this file wraps named functions in a helper, which the page does not have.
  await context.addInitScript('globalThis.__name = (f) => f')
  return context.newPage()
}

const row = (id: number) => `a[href*="/inbox/c/${id}?"], a[href$="/inbox/c/${id}"]`

async function weight(chrome: Browser, url: string): Promise<Measured> {
  const page = await pageOf(chrome, url, 1)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  let bytes = 0
  cdp.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength))
  const html = await page.goto('/inbox?view=all')
  const rowsInHtml = ((await html?.text()) ?? '').split('/inbox/c/').length - 1
  await page.locator('a[href*="/inbox/c/"]').first().waitFor()
  await page.waitForLoadState('load')
  await page.context().close()
  return { name: 'cold load to list shown', value: bytes / 1000, unit: 'kB', bound: { atMost: 250 }, detail: { rowsInHtml } }
}

/** From the click to the frame in which the conversation's messages stand; without and with the pointer having been there before. */
async function clicks(chrome: Browser, url: string): Promise<Measured[]> {
  const page = await pageOf(chrome, url, 1)
  await page.goto('/inbox?view=all')
  await page.locator('a[href*="/inbox/c/"]').first().waitFor()
  const ids = await page.$$eval('a[href*="/inbox/c/"]', (all) => all.map((a) => Number(/\/c\/(\d+)/.exec(a.getAttribute('href') ?? '')?.[1])))
  const other = await pageOf(chrome, url, 1)
  await other.goto('/inbox?view=all')
  const floor: number[] = []
  for (const id of ids.slice(0, 10))
    floor.push(
      await other.evaluate(async (n) => {
        const t = performance.now()
        await fetch(`/api/ui/conversations/${n}/open`).then((r) => r.json())
        return performance.now() - t
      }, id),
    )
  const opened = async (id: number) =>
    page.evaluate(
      async ([n, selector]) => {
        const link = document.querySelector<HTMLElement>(String(selector))
        if (!link) return null
        const shown = () => document.querySelector(`[data-conversation="${n}"] [role=log] article`) !== null
        const t = performance.now()
        link.click()
        while (!shown()) {
          if (performance.now() - t > 5_000) throw new Error('the thread was not shown within 5 s')
          await new Promise((r) => requestAnimationFrame(r))
        }
        return performance.now() - t
      },
      [id, row(id)] as const,
    )
  await opened(ids[0] ?? 0)
  const [cold, warm]: [number[], number[]] = [[], []]
  for (let i = 1; i <= CLICKS * 2; i++) {
    const id = await nextRow(page, i)
    if (id === null) break
    if (i % 2 === 0) {
      const loaded = page.waitForResponse((r) => r.url().includes(`/conversations/${id}/open`), { timeout: 3_000 }).catch(() => null)
      await page.locator(row(id)).first().hover()
      await loaded
    }
    const ms = await opened(id)
    if (ms !== null) (i % 2 === 0 ? warm : cold).push(ms)
  }
  await other.context().close()
  await page.context().close()
  const fetched = at(ordered(floor), 0.5)
  const of = (name: string, ms: number[], bound: number): Measured => ({
    name,
    value: at(ordered(ms), 0.5),
    unit: 'ms (p50)',
    bound: { atMost: bound },
    detail: { floorFetchMs: fetched, p95: at(ordered(ms), 0.95), samples: ms.length },
  })
  return [of('click on a row to thread shown', cold, 100), of('the same, prefetched', warm, 50)]
}

/** The next row that was not opened yet, brought into view; the list is windowed. */
async function nextRow(page: Page, i: number): Promise<number | null> {
  const list = page.locator('a[href*="/inbox/c/"]')
  const found = await list.evaluateAll((all, n) => {
    const seen = ((globalThis as { benchSeen?: Set<string> }).benchSeen ??= new Set())
    const next = all.find((a) => !seen.has(a.getAttribute('href') ?? '') && n > 0)
    if (!next) return null
    seen.add(next.getAttribute('href') ?? '')
    next.scrollIntoView({ block: 'center' })
    return Number(/\/c\/(\d+)/.exec(next.getAttribute('href') ?? '')?.[1])
  }, i)
  await page.evaluate(() => new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))))
  return found
}

/** From the key that sends in one browser to the words on another's screen. The floor: the same over the bare event stream. */
async function replies(chrome: Browser, url: string): Promise<Measured> {
  const [ana, ben] = [await pageOf(chrome, url, 1), await pageOf(chrome, url, 2)]
  await ana.goto('/inbox?view=all')
  const first = await ana.locator('a[href*="/inbox/c/"]').first().getAttribute('href')
  for (const p of [ana, ben]) {
    await p.goto(first ?? '/inbox')
    await p.locator('[role=log] article').first().waitFor()
    // A thread opens at its first unread message: whoever waits for an answer has read to the end.
    await p.evaluate(async () => {
      for (let i = 0; i < 20; i++) {
        const log = document.querySelector('[role=log]')
        if (log) log.scrollTop = log.scrollHeight
        await new Promise((r) => requestAnimationFrame(r))
      }
    })
  }
  const box = ana.getByRole('textbox', { name: /^Reply/ })
  const took: number[] = []
  for (let i = 0; i < REPLIES; i++) {
    const words = `Answer number ${i} of the bench`
    const seen = ben.evaluate(
      (text) =>
        new Promise<number>((ok, no) => {
          const end = performance.now() + 10_000
          const look = () => {
            if (document.querySelector('[role=log]')?.textContent?.includes(text)) ok(performance.timeOrigin + performance.now())
            else if (performance.now() > end) no(new Error('the reply was not shown within 10 s'))
            else requestAnimationFrame(look)
          }
          look()
        }),
      words,
    )
    await box.fill(words)
    const sent = await ana.evaluate(() => performance.timeOrigin + performance.now())
    await box.press('Control+Enter')
    took.push((await seen) - sent)
  }
  await Promise.all([ana.context().close(), ben.context().close()])
  const sorted = ordered(took)
  return {
    name: 'reply sent to shown in another browser',
    value: at(sorted, 0.95),
    unit: 'ms (p95)',
    bound: { atMost: 150 },
    detail: { p50: at(sorted, 0.5), samples: took.length },
  }
}
