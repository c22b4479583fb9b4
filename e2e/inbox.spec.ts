import { expect, expectAccessible, test } from './fixtures'

const rows = '#list [data-row]'

test('the first list, its counts and names stand in the HTML', async ({ open }) => {
  const ana = await open('ana')
  const html = await (await ana.request.get('/inbox?view=all')).text()
  expect(html.match(/data-row="/g)?.length).toBeGreaterThan(8)
  expect(html).toMatch(/aria-label="All open, \d+ conversations"/)
})

test('a link is a view: filters live in the address, back and forward restore them, and nothing reloads', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all&channel=email&sort=waiting')
  await expect(ana.getByRole('button', { name: 'Remove filter: Email' })).toBeVisible()
  await ana.evaluate(() => Object.assign(window, { stayed: true }))
  const inEmail = await ana.locator(rows).count()
  await ana.getByRole('button', { name: 'Remove filter: Email' }).click()
  await expect(ana.locator(rows)).not.toHaveCount(inEmail)
  await ana.getByRole('link', { name: /^Closed,/ }).click()
  await expect(ana.getByRole('heading', { level: 1, name: 'Closed' })).toBeVisible()
  await ana.locator(rows).first().click()
  await expect(ana).toHaveURL(/\/inbox\/c\/\d+\?view=closed/)
  await ana.goBack()
  await ana.goBack()
  await expect(ana).toHaveURL(/view=all&sort=waiting$/)
  expect(await ana.evaluate(() => 'stayed' in window)).toBe(true)
})

test('ten conversations are triaged by keyboard alone', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all')
  const count = async () => Number(/(\d+) conversation/.exec((await ana.getByRole('link', { name: /^All open,/ }).getAttribute('aria-label')) ?? '')?.[1])
  const before = await count()
  await ana.keyboard.press('j')
  await expect(ana.locator(`${rows}:focus`)).toHaveCount(1)
  for (const key of ['e', 'e', 'y', 'p', 'e', 'y', 'e', 'p', 'e', 'y']) {
    const id = await ana.locator(`${rows}:focus`).getAttribute('data-row')
    await ana.keyboard.press(key)
    await expect(ana.locator(`[data-row="${id}"]`)).toHaveCount(0)
    // Focus is on what stands in its place, ready for the next key.
    await expect(ana.locator(`${rows}:focus`)).toHaveCount(1)
  }
  await expect.poll(count).toBe(before - 10)
  await ana.keyboard.press('z')
  await expect.poll(count).toBe(before - 9)
  // The screen is ahead of the server: only what the server has said yes to is there after a reload.
  await expect
    .poll(async () => {
      const { shared, mine } = (await (await ana.request.get('/api/ui/counts')).json()) as { shared: Record<string, number>; mine: Record<string, number> }
      return (shared.open ?? 0) - (mine['hidden:open'] ?? 0)
    })
    .toBe(before - 9)
  await ana.reload()
  expect(await count()).toBe(before - 9)
})

test('a change by one agent shows to another without a reload, and both count it once', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  await ana.goto('/inbox?view=unassigned')
  await ben.goto('/inbox?view=unassigned')
  await ben.mouse.move(5, 5)
  const id = await ana.locator(rows).first().getAttribute('data-row')
  // What somebody archived is not in their own counts, so the two need not be equal: each goes down by one.
  const counts = () =>
    Promise.all(
      [ana, ben].map(async (p) => Number(/(\d+) conversation/.exec((await p.getByRole('link', { name: /^Unassigned,/ }).getAttribute('aria-label')) ?? '')?.[1])),
    )
  const before = await counts()
  await ana.keyboard.press('j')
  await ana.keyboard.press('m')
  await expect(ana.getByRole('status').getByText('Assigned to you')).toBeVisible()
  await expect(ben.locator(`[data-row="${id}"]`)).toHaveCount(0)
  await expect.poll(counts).toEqual(before.map((n) => n - 1))
})

test('the order holds still under the pointer and moves when it leaves', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  await ana.goto('/inbox?view=all')
  await ben.goto('/inbox?view=all')
  const ids = () => ana.locator(rows).evaluateAll((all) => all.map((r) => r.getAttribute('data-row')))
  await ana.locator(rows).nth(3).hover()
  const before = await ids()
  const id = before[2]
  await ben.locator(`[data-row="${id}"]`).click()
  await ben.keyboard.press('e')
  await expect(ana.locator(`[data-row="${id}"]`)).toHaveAccessibleName(/no longer in this view/)
  expect(await ids()).toEqual(before)
  await ana.mouse.move(5, 5)
  await expect(ana.locator(`[data-row="${id}"]`)).toHaveCount(0)
})

test('a refused act is taken back and said in words', async ({ open, tolerate }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all')
  const first = await ana.locator(rows).first().getAttribute('data-row')
  tolerate(/Failed to load resource|ERR_FAILED/)
  await ana.route('**/inbox**', (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()))
  await ana.keyboard.press('j')
  await ana.keyboard.press('e')
  await expect(ana.getByText('No connection. Try again in a moment.')).toBeVisible()
  await expect(ana.locator(rows).first()).toHaveAttribute('data-row', String(first))
})

test('after a cut everything that happened meanwhile is there', async ({ open, tolerate }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  tolerate(/Failed to load resource|ERR_INTERNET_DISCONNECTED/)
  // One that Ana sees: what she archived stays out of her lists whatever Ben does to it.
  await ana.goto('/inbox?view=all')
  const id = await ana.locator(rows).first().getAttribute('data-row')
  await ana.getByRole('link', { name: /^Closed,/ }).click()
  await expect(ana.locator(rows).first()).toBeVisible()
  await ana.context().setOffline(true)
  await expect(ana.getByText('You are offline.', { exact: false })).toBeVisible()
  await ben.goto(`/inbox/c/${id}?view=all`)
  await expect(ben.getByRole('main').getByRole('toolbar', { name: 'Conversation actions' })).toBeVisible()
  await ben.keyboard.press('e')
  await expect(ben.getByRole('status').getByText('Closed', { exact: true })).toBeVisible()
  await expect(ana.locator(`[data-row="${id}"]`)).toHaveCount(0)
  await ana.context().setOffline(false)
  await expect(ana.locator(`[data-row="${id}"]`)).toBeVisible()
  await expect(ana.getByText('You are offline.', { exact: false })).toHaveCount(0)
})

test('on a phone one pane shows at a time, with a way back', async ({ open }) => {
  const ana = await open('ana', { viewport: { width: 390, height: 800 }, hasTouch: true })
  await ana.goto('/inbox?view=all')
  await ana.locator(rows).first().click()
  await expect(ana.locator(rows).first()).toBeHidden()
  await ana.getByRole('button', { name: 'Back to the list' }).click()
  await expect(ana.locator(rows).first()).toBeVisible()
  await ana.getByRole('button', { name: 'Open the views' }).click()
  await ana
    .getByRole('dialog')
    .getByRole('link', { name: /^Snoozed,/ })
    .click()
  await expect(ana.getByRole('heading', { level: 1, name: 'Snoozed' })).toBeVisible()
  expect(await ana.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390)
})

test('a menu pressed before its code is there opens when it comes, and is walked by keys', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all')
  let go = () => {}
  const gate = new Promise<void>((ok) => (go = ok))
  let held = 0
  await ana.route('**/_next/static/**', async (r) => {
    held++
    await gate
    await r.continue()
  })
  const filter = ana.getByRole('button', { name: /^Filter/ })
  await filter.click()
  await expect(filter).toHaveAttribute('aria-expanded', 'true')
  await expect.poll(() => held).toBeGreaterThan(0)
  await expect(ana.getByRole('menu')).toHaveCount(0)
  go()
  await expect(ana.getByRole('menu')).toBeVisible()
  await ana.keyboard.press('Escape')
  await expect(ana.getByRole('menu')).toHaveCount(0)
  await expect(filter).toBeFocused()
  await ana.keyboard.press('Enter')
  await expect(ana.getByRole('menuitemcheckbox', { name: 'Needs reply' })).toBeFocused()
  await ana.keyboard.press('ArrowUp')
  await expect(ana.getByRole('menuitemradio', { name: 'Web chat' })).toBeFocused()
  await ana.keyboard.type('unr')
  await expect(ana.getByRole('menuitemcheckbox', { name: 'Unread' })).toBeFocused()
  await ana.keyboard.press('Enter')
  await expect(ana.getByRole('button', { name: 'Remove filter: Unread' })).toBeVisible()
  await expect(ana).toHaveURL(/unread=1/)
})

for (const colorScheme of ['light', 'dark'] as const)
  test(`axe finds nothing in the inbox (${colorScheme})`, async ({ open }) => {
    const ana = await open('ana', { colorScheme })
    await ana.goto('/inbox?view=all')
    await expectAccessible(ana)
    await ana.locator(rows).nth(1).click()
    await expect(ana.getByRole('main').getByRole('toolbar', { name: 'Conversation actions' })).toBeVisible()
    await expectAccessible(ana)
    await ana.getByRole('button', { name: /^Filter/ }).click()
    await expectAccessible(ana, '[role=menu]')
    await ana.keyboard.press('Escape')
    await ana.keyboard.press('?')
    await expect(ana.getByRole('dialog')).toBeVisible()
    await expectAccessible(ana, 'dialog')
    await ana.keyboard.press('Escape')
    await ana.goto('/inbox?view=archived')
    await expectAccessible(ana)
  })

test('cold, the inbox is at most 250 kB on the wire', async ({ open }) => {
  const ana = await open('ana')
  const cdp = await ana.context().newCDPSession(ana)
  await cdp.send('Network.enable')
  let bytes = 0
  cdp.on('Network.loadingFinished', (e) => (bytes += e.encodedDataLength))
  const answer = await ana.goto('/inbox?view=all')
  expect(answer?.headers()['content-encoding']).toBe('br')
  await expect(ana.locator(rows).first()).toBeVisible()
  await ana.waitForLoadState('load')
  expect(bytes).toBeGreaterThan(100_000)
  expect(bytes).toBeLessThan(250_000)
})

test('whoever scrolls before the scripts come stays where they are', async ({ open }) => {
  // A low window: whatever other journeys closed, the list is longer than it.
  const ana = await open('ana', { viewport: { width: 1360, height: 320 } })
  let release = () => {}
  const scripts = new Promise<void>((done) => (release = done))
  await ana.route('**/_next/static/**/*.js', async (route) => {
    await scripts
    await route.continue()
  })
  await ana.goto('/inbox?view=all&status=any', { waitUntil: 'commit' })
  const list = ana.getByRole('list', { name: 'Conversations' }).locator('..')
  const scroll = () =>
    list.evaluate((e) => {
      e.scrollTo({ top: 100 })
      return e.scrollTop
    })
  await expect.poll(scroll, 'the styles are there').toBe(100)
  release()
  // The help opens only when the scripts are there.
  await expect(async () => {
    await ana.keyboard.press('?')
    await expect(ana.getByRole('dialog', { name: 'Keyboard shortcuts' })).toBeVisible({ timeout: 500 })
  }).toPass()
  expect(await list.evaluate((e) => e.scrollTop)).toBe(100)
})

test('search looks everywhere, offers to, and opens at the message it found', async ({ open }) => {
  const ana = await open('ana')
  // Hers are open; what is looked for is closed, or somebody else's.
  await ana.goto('/inbox?view=snoozed')
  await ana.getByRole('searchbox', { name: /^Search/ }).fill('Gotland')
  await expect(ana.locator(rows).filter({ hasText: 'Sofia Lindqvist' })).toBeVisible()
  const heading = ana.locator('#list').getByRole('heading', { level: 1 })
  await expect(heading).toHaveText('Search results')
  await expect(ana).toHaveTitle(/Search results · Parley$/)
  await ana.getByRole('button', { name: 'In “Snoozed”' }).click()
  await expect(ana.locator(rows)).toHaveCount(0)
  await expect(heading).toHaveText('Snoozed')
  await ana.getByRole('button', { name: 'Search all conversations' }).click()
  await expect(heading).toHaveText('Search results')
  await ana.locator(rows).filter({ hasText: 'Sofia Lindqvist' }).click()
  await expect(ana.getByRole('log').getByText('Do you ship to Gotland?')).toBeInViewport()
  // The browser is British: a day has 24 hours.
  await expect(ana.getByRole('log')).not.toContainText(/\d [AP]M/i)
})

test('the filter menu stays open with its counts; the list is as wide as it was left', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all')
  const opener = ana.getByRole('button', { name: /^Filter(, on)?$/ })
  await opener.click()
  const menu = ana.getByRole('menu', { name: 'Filter' })
  await menu.getByRole('menuitemcheckbox', { name: /Needs reply \d/ }).click()
  await menu.getByRole('menuitemcheckbox', { name: 'Unread' }).click()
  await expect(menu).toBeVisible()
  await expect(ana).toHaveURL(/reply=1&unread=1/)
  await ana.keyboard.press('Escape')
  // The menu gives the focus back as it closes: a focus set before that is lost.
  await expect(opener).toBeFocused()

  const splitter = ana.getByRole('separator', { name: 'Width of the list' })
  await splitter.focus()
  for (let i = 0; i < 5; i++) await ana.keyboard.press('ArrowRight')
  const width = () => ana.locator('#list').evaluate((el) => el.getBoundingClientRect().width)
  const wide = await width()
  expect(wide).toBeGreaterThan(380)
  await ana.reload()
  await expect.poll(width).toBe(wide)
  await ana.screenshot({ path: 'test-results/wide.png' })
  await ana.emulateMedia({ colorScheme: 'dark', forcedColors: 'active' })
  await ana.locator(rows).first().click()
  await ana.screenshot({ path: 'test-results/forced.png' })
  // 1280 by 1024 at 400 %: the words of the thread can be read.
  await ana.emulateMedia({ colorScheme: 'light', forcedColors: 'none' })
  await ana.setViewportSize({ width: 320, height: 256 })
  const log = await ana.getByRole('log').boundingBox()
  expect(log?.height).toBeGreaterThan(150)
  await ana.screenshot({ path: 'test-results/zoom.png' })
})
