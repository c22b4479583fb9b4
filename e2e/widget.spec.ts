import type { Page } from '@playwright/test'
import { SignJWT } from 'jose'
import { expect, expectAccessible } from './fixtures'
import { agent, box, chatOf, log, opener, openChat, say, test, text } from './sites'

test('a customer asks on a site elsewhere, an agent answers, and the answer arrives', async ({ open, server, sites }) => {
  const ana = await open('ana')
  const team = agent(ana.request, server)
  const page = await open(null)
  const question = text()
  await openChat(page, sites.friend)
  await say(page, question)
  await expect(log(page).getByText(question)).toBeVisible()
  await expect(log(page).getByText(/Sent$/)).toBeVisible()

  await expect.poll(() => team.find(question).then((r) => r.length)).toBe(1)
  const [row] = await team.find(question)
  if (!row) throw new Error('no row')
  await team.typing(row.id)
  await expect(chatOf(page).getByText('Ana Torres is writing…')).toBeVisible()
  await team.reply(row.id, 'not for customers', 'note')
  await team.reply(row.id, 'Yes, in oak.')
  await expect(log(page).getByText('Yes, in oak.')).toBeVisible()
  await expect(log(page).getByText('Ana Torres', { exact: true })).toBeVisible()
  await expect(log(page).getByText(/Seen$/)).toBeVisible()
  await expect(log(page).getByText('not for customers')).toHaveCount(0)
  await expect.poll(async () => (await team.find(question))[0]?.contactReadIndex).toBe(2)

  // Closed, an answer shows on the button; a reload keeps the session and everything that was said.
  await page.keyboard.press('Escape')
  await expect(page.locator('iframe')).toBeHidden()
  await team.reply(row.id, 'And in walnut.')
  await expect(opener(page)).toHaveAccessibleName('Open chat (1)')
  await page.reload()
  await expect(opener(page)).toHaveAccessibleName('Open chat (1)')
  await opener(page).click()
  await expect(log(page).getByText('And in walnut.')).toBeVisible()
  await expect(log(page).getByText(question)).toHaveCount(1)
  await expect(opener(page)).toHaveAccessibleName('Close chat')
  const kept = await page.evaluate(() => JSON.stringify(localStorage))
  expect(kept).toMatch(/"parley\.[^"]+":"[\w-]{43}"/)
})

test('what is written without a network is kept over a reload and arrives once', async ({ open, server, sites, tolerate }) => {
  tolerate(/Failed to load resource|ERR_/)
  const team = agent((await open('ana')).request, server)
  const page = await open(null)
  await openChat(page, sites.friend)
  const [first, second] = [text(), text()]
  await say(page, first)
  await expect(log(page).getByText(/Sent$/)).toBeVisible()
  // Answers get lost too: the server has the message and the browser does not know.
  await page.context().route('**/api/widget/**', async (route) => {
    if (route.request().method() === 'POST' && route.request().url().endsWith('/messages')) await route.fetch().catch(() => null)
    await route.abort()
  })
  // The stream that is open would still tell: it goes with the page.
  await page.reload()
  await say(page, second)
  await expect(log(page).getByText('Waiting for a connection')).toBeVisible()
  await page.reload()
  await expect(log(page).getByText(second)).toBeVisible()
  await page.context().unrouteAll({ behavior: 'wait' })
  await expect(log(page).getByText(/Sent$/)).toBeVisible()
  await expect(log(page).getByText(second)).toHaveCount(1)
  const [row] = await team.find(second)
  expect((await team.thread(row?.id ?? 0)).map((m) => m.body)).toEqual([first, second])
})

test('two tabs that begin at once are one visitor with one conversation', async ({ open, server, sites }) => {
  const team = agent((await open('ana')).request, server)
  const one = await open(null)
  const two = await one.context().newPage()
  await Promise.all([openChat(one, sites.friend), openChat(two, sites.friend)])
  const word = text()
  await Promise.all([say(one, `${word} one`), say(two, `${word} two`)])
  for (const page of [one, two]) for (const n of ['one', 'two']) await expect(log(page).getByText(`${word} ${n}`)).toHaveCount(1)
  expect(await team.find(word)).toHaveLength(1)
})

test('the browser shows the chat on no other site, and the API hears no other page', async ({ open, server, sites, tolerate }) => {
  tolerate(/frame-ancestors|ERR_BLOCKED_BY_RESPONSE|Failed to load resource|CORS policy/)
  const page = await open(null)
  const refused = page.waitForEvent('console', (m) => /frame-ancestors/.test(m.text()))
  await page.goto(sites.stranger)
  await opener(page).click()
  await refused
  await expect(page.locator('iframe')).toBeHidden()
  const key = await page.locator('script[data-key]').getAttribute('data-key')
  for (const origin of [sites.friend, sites.stranger, 'null']) {
    const r = await page.request.post(`${server.url}/api/widget/${key}/visitors`, { data: {}, headers: { origin } })
    expect(r.status()).toBe(403)
  }
  // A script on a site that may embed the chat still cannot call the API itself.
  await page.goto(sites.friend)
  const called = await page.evaluate(
    async (url) =>
      fetch(url).then(
        (r) => r.status,
        () => 'refused',
      ),
    `${server.url}/api/widget/${key}`,
  )
  expect(called).toBe('refused')
})

test('a signature shows the history on another device; signing out ends the session', async ({ open, server, sites }) => {
  const sign = (sub: string) =>
    new SignJWT({ sub, name: 'Zoë Known' }).setProtectedHeader({ alg: 'HS256' }).setExpirationTime('10m').sign(new TextEncoder().encode(sites.secret))
  const identify = (page: Page, who: unknown) => page.evaluate((w) => (window as unknown as { Parley: { identify(w: unknown): void } }).Parley.identify(w), who)
  const sub = `user-${text()}`
  const question = text()
  const desktop = await open(null)
  await openChat(desktop, sites.friend)
  await identify(desktop, await sign(sub))
  await say(desktop, question)
  await expect(log(desktop).getByText(/Sent$/)).toBeVisible()
  const team = agent((await open('ana')).request, server)
  await expect.poll(async () => (await team.find(question))[0]?.contactName).toBe('Zoë Known')

  const phone = await open(null)
  await openChat(phone, sites.friend)
  await identify(phone, await sign(sub))
  await expect(log(phone).getByText(question)).toBeVisible()
  await phone.evaluate(() => (window as unknown as { Parley: { logout(): void } }).Parley.logout())
  await expect(log(phone).getByText(question)).toHaveCount(0)
  expect(await phone.evaluate(() => localStorage.length)).toBe(0)

  // An email that nobody signed proves nothing.
  const other = await open(null)
  await openChat(other, sites.friend)
  await identify(other, { email: 'zoe@known.example', name: 'Zoë Known' })
  await say(other, 'hello')
  await expect(log(other).getByText(/Sent$/)).toBeVisible()
  await expect(log(other).getByText(question)).toHaveCount(0)
})

test('works by keyboard alone', async ({ open, sites }) => {
  const page = await open(null)
  await page.goto(sites.friend)
  await page.getByRole('link', { name: 'First link' }).focus()
  await page.keyboard.press('Tab')
  await expect(opener(page)).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(opener(page)).toHaveAttribute('aria-expanded', 'true')
  await expect(box(page)).toBeFocused()
  await page.keyboard.type('One line')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('and another')
  await page.keyboard.press('Enter')
  await expect(log(page).getByText('One line and another')).toBeVisible()
  await expect(box(page)).toBeFocused()
  await expect(box(page)).toHaveValue('')
  await page.keyboard.press('Escape')
  await expect(opener(page)).toBeFocused()
  await expect(opener(page)).toHaveAttribute('aria-expanded', 'false')
})

test('files go with a message, and a hostile one is only ever saved', async ({ open, sites }) => {
  const page = await open(null)
  await openChat(page, sites.friend)
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')
  await chatOf(page)
    .locator('input[type=file]')
    .setInputFiles([
      { name: 'room.png', mimeType: 'image/png', buffer: png },
      { name: 'evil.html', mimeType: 'text/html', buffer: Buffer.from('<script>parent.hacked = 1</script>') },
    ])
  await expect(chatOf(page).getByRole('button', { name: 'Remove room.png' })).toBeVisible()
  await say(page, 'My room')
  await expect(log(page).getByRole('button', { name: 'Picture: room.png' }).locator('img')).toBeVisible()
  const download = page.waitForEvent('download')
  await log(page)
    .getByRole('button', { name: /Download evil.html/ })
    .click()
  expect((await download).suggestedFilename()).toBe('evil.html')
})

test('files keep the order they were chosen in, those left out are named, and one without a network goes later by itself', async ({ open, sites, tolerate }) => {
  tolerate(/Failed to load resource|ERR_/)
  const page = await open(null)
  await openChat(page, sites.friend)
  await say(page, text())
  await expect(log(page).getByText(/Sent$/)).toBeVisible()
  const input = chatOf(page).locator('input[type=file]')
  const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
  const large = { name: 'film.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(26 * 1024 * 1024 + 1) }
  const held: (() => Promise<void>)[] = []
  await page.route('**/attachments', (route) => void held.push(() => route.continue()))
  const names = Array.from({ length: 12 }, (_, i) => `page ${12 - i}.txt`)
  await input.setInputFiles([large, ...names.map(file)])
  const refused = chatOf(page).getByRole('alert').locator('p')
  await expect(refused).toHaveText([/page 2\.txt, page 1\.txt$/, /^film\.bin/])
  await expect.poll(() => held.length).toBe(10)
  for (const go of held.toReversed()) {
    const arrived = page.waitForResponse('**/attachments')
    await go()
    await arrived
  }
  await page.unroute('**/attachments')
  await expect(chatOf(page).getByText(/^Uploading/)).toHaveCount(0)
  await say(page, 'All pages')
  const sent = () =>
    log(page)
      .getByRole('article')
      .last()
      .getByRole('button', { name: /^Download/ })
  await expect(sent()).toHaveCount(10)
  expect((await sent().allInnerTexts()).map((t) => t.split('\n')[0])).toEqual(names.slice(0, 10))

  await page.context().setOffline(true)
  await input.setInputFiles([file('b.txt'), file('a.txt')])
  await expect(chatOf(page).getByRole('button', { name: 'Try b.txt again' })).toBeVisible()
  await expect(chatOf(page).getByRole('alert').filter({ hasText: 'a.txt' })).toBeVisible()
  await page.context().setOffline(false)
  await expect(chatOf(page).getByRole('button', { name: /^Try/ })).toHaveCount(0)
  await expect(chatOf(page).getByText(/^Uploading/)).toHaveCount(0)
  await say(page, 'Late pages')
  await expect(sent()).toHaveCount(2)
  expect((await sent().allInnerTexts()).map((t) => t.split('\n')[0])).toEqual(['b.txt', 'a.txt'])
})

for (const scheme of ['light', 'dark'] as const)
  test(`fits 320 px and is accessible (${scheme})`, async ({ open, server, sites }) => {
    const team = agent((await open('ana')).request, server)
    const page = await open(null, { viewport: { width: 320, height: 568 }, colorScheme: scheme })
    const question = text()
    await openChat(page, sites.friend)
    await say(page, `${question} ${'unbreakable'.repeat(12)} https://example.com/${'long/'.repeat(30)}`)
    await expect(log(page).getByText(/Sent$/)).toBeVisible()
    const [row] = await team.find(question)
    await team.reply(row?.id ?? 0, 'An answer with\n\nseveral lines.')
    await expect(log(page).getByText('An answer with')).toBeVisible()
    const frame = page.frames().find((f) => f.url().includes('/widget/'))
    expect(await frame?.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
    await expect(chatOf(page).getByRole('button', { name: 'Close chat' })).toBeVisible()
    await expectAccessible(page)
    await page.goto(frame?.url() ?? '')
    await expect(page.getByRole('textbox', { name: 'Your message' })).toBeVisible()
    await expectAccessible(page)
  })

test('speaks the language of the browser', async ({ open, server }) => {
  const page = await open(null, { locale: 'es-ES' })
  await page.goto(`${server.url}/demo`)
  await expect(page.getByRole('heading', { name: 'Luz para noches tranquilas' })).toBeVisible()
  await page.getByRole('button', { name: 'Pregúntanos' }).click()
  await expect(chatOf(page).getByRole('textbox', { name: 'Tu mensaje' })).toBeVisible()
})

test('the demo shop is accessible, and carries the chat under the strict policy', async ({ open, server }) => {
  const page = await open(null)
  await page.goto(`${server.url}/demo`)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'Ask us' }).click()
  await expect(box(page)).toBeVisible()
})
