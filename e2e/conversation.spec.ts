/** The conversation pane: reading, writing, what happens when others write too, and when the network is away. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const log = (page: Page) => page.getByRole('log')
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply' })
const note = (page: Page) => page.getByRole('textbox', { name: 'Private note' })
const idOf = (page: Page) => Number(/\/c\/(\d+)/.exec(page.url())?.[1])

/** Opens a conversation of the demo by the customer's name. */
async function openOne(page: Page, name: RegExp) {
  await page.goto('/inbox?view=all')
  await page
    .getByRole('link', { name })
    .or(page.locator('[data-row]').filter({ hasText: name }))
    .first()
    .click()
  await expect(log(page).getByRole('article').first()).toBeVisible()
  return idOf(page)
}

/** As when its window comes to the front. */
const lookAgain = (page: Page) => page.evaluate(() => void window.dispatchEvent(new Event('focus')))

/** Writes straight to the API as the page's person. */
async function write(page: Page, id: number, body: string, kind: 'reply' | 'note' = 'note') {
  const answer = await page.request.post(`/api/ui/conversations/${id}/messages`, {
    data: { kind, body, clientKey: crypto.randomUUID(), attachmentIds: [] },
    headers: { origin: new URL(page.url()).origin },
  })
  expect(answer.ok()).toBe(true)
}

test('a reply is shown once, keeps focus in the composer, and reaches another agent', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  const id = await openOne(ana, /Priya Raman/)
  await openOne(ben, /Priya Raman/)
  await ana.keyboard.press('r')
  await ana.keyboard.type('On its way ')
  await expect(reply(ana)).toBeFocused()
  await expect(reply(ana)).toHaveValue('On its way ')
  await ana.keyboard.press('Control+Enter')
  await expect(reply(ana)).toBeFocused()
  await expect(reply(ana)).toHaveValue('')
  await expect(log(ana).getByText('On its way', { exact: false })).toHaveCount(1)
  await expect(log(ben).getByText('On its way', { exact: false })).toHaveCount(1)
  await ana.reload()
  await expect(log(ana).getByText('On its way', { exact: false })).toHaveCount(1)
  expect(idOf(ana)).toBe(id)
})

test('who else looks at a conversation and who writes in it is seen at once', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  await openOne(ana, /Yuki Tanaka/)
  await openOne(ben, /Yuki Tanaka/)
  await expect(ana.getByText('Ben Carter is looking at this too')).toBeVisible()
  await expect(ben.getByText('Ana Torres is looking at this too')).toBeVisible()
  await reply(ben).pressSequentially('Let me')
  await expect(ana.getByText('Ben Carter is writing a reply')).toBeVisible()
  // Ana does not answer past him without being told.
  await reply(ana).fill('Me too')
  await reply(ana).press('Control+Enter')
  await expect(ana.getByRole('alert').filter({ hasText: 'Ben Carter is writing a reply right now.' })).toBeVisible()
  await ben.goto('/settings/profile')
  await expect(ana.getByText(/Ben Carter is (looking|writing)/)).toHaveCount(0)
})

test('a note is yellow, named and never a reply', async ({ open }) => {
  const ana = await open('ana')
  // Nobody's draft stands here: what Ana began elsewhere comes back to its own conversation.
  await openOne(ana, /Noah Williams/)
  await ana.keyboard.press('n')
  await ana.keyboard.type('Only for us')
  await expect(note(ana)).toHaveValue('Only for us')
  await ana.getByRole('button', { name: 'Add note' }).click()
  await expect(
    log(ana)
      .getByRole('article', { name: /Private note by You/ })
      .last(),
  ).toContainText('Only for us')
  await expectAccessible(ana)
})

test('a reply is held when somebody else wrote meanwhile', async ({ open, tolerate }) => {
  tolerate(/409|ERR_FAILED/)
  const [ana, ben] = [await open('ana'), await open('ben')]
  const id = await openOne(ana, /Tom Becker/)
  await openOne(ben, /Tom Becker/)
  // The news stays out of Ana's browser until she has sent.
  await ana.route('**/api/ui/stream**', (r) => r.abort())
  await ana.route('**/api/ui/events**', (r) => r.abort())
  await ana.reload()
  await reply(ana).fill('I answer you')
  await write(ben, id, 'No, I do', 'reply')
  await reply(ana).press('Control+Enter')
  const panel = ana.getByRole('alert', { name: /changed while/ })
  await expect(panel).toContainText('No, I do')
  await expect(panel).toContainText('I answer you')
  await expectAccessible(ana)
  await panel.getByRole('button', { name: 'Edit' }).click()
  await expect(reply(ana)).toHaveValue('I answer you')
  await reply(ana).press('Control+Enter')
  await panel.getByRole('button', { name: 'Send anyway' }).click()
  await expect(log(ana).getByText('I answer you')).toHaveCount(1)
  await expect(log(ben).getByText('I answer you')).toHaveCount(1)
})

test('what is written offline goes out in order when the network is back, also after a reload', async ({ open, tolerate }) => {
  tolerate(/Failed to load|ERR_/)
  const ana = await open('ana')
  await openOne(ana, /Margaret Hill/)
  await ana.route('**/api/ui/conversations/*/messages', (r) => (r.request().method() === 'POST' ? r.abort() : r.continue()))
  await ana.keyboard.press('n')
  for (const text of ['first of two', 'second of two']) {
    await note(ana).fill(text)
    await note(ana).press('Control+Enter')
  }
  await expect(log(ana).getByText('Waiting to be sent').first()).toBeVisible()
  await ana.reload()
  await expect(log(ana).getByText('second of two')).toBeVisible()
  await ana.unroute('**/api/ui/conversations/*/messages')
  await ana.evaluate(() => window.dispatchEvent(new Event('online')))
  await expect(log(ana).getByText('Waiting to be sent')).toHaveCount(0)
  const texts = await log(ana).getByRole('article').allInnerTexts()
  expect(texts.filter((t) => /of two/.test(t)).map((t) => /(first|second)/.exec(t)?.[1])).toEqual(['first', 'second'])
})

test('a draft is kept on the server, mode and all, and goes when it is sent', async ({ open }) => {
  const [ana, elsewhere] = [await open('ana'), await open('ana')]
  await openOne(ana, /Sofia Lindqvist/)
  await ana.keyboard.press('n')
  await ana.keyboard.type('half a thought')
  await ana.waitForResponse((r) => r.url().endsWith('/draft') && r.request().method() === 'PUT')
  await openOne(elsewhere, /Sofia Lindqvist/)
  await expect(note(elsewhere)).toHaveValue('half a thought')
  // Going on with it goes on at its end.
  await elsewhere.keyboard.press('n')
  await expect.poll(() => note(elsewhere).evaluate((el) => (el instanceof HTMLTextAreaElement ? el.selectionStart : -1))).toBe('half a thought'.length)
  const gone = ana.waitForResponse((r) => r.url().includes('/draft') && r.request().method() === 'DELETE')
  await note(ana).press('Control+Enter')
  await gone
  await elsewhere.reload()
  await expect(elsewhere.getByRole('textbox', { name: /Reply|Private note/ })).toHaveValue('')
})

test('a draft sent or discarded in one tab or device is gone in the others, and is never sent twice', async ({ open, tolerate }) => {
  tolerate(/409|ERR_INTERNET_DISCONNECTED/)
  const [ana, device] = [await open('ana'), await open('ana')]
  const tab = await ana.context().newPage()
  const id = await openOne(ana, /Ahmed Y/)
  await ana.keyboard.press('r')
  const saved = ana.waitForResponse((r) => r.url().endsWith('/draft') && r.request().method() === 'PUT')
  await ana.keyboard.type('Once only')
  await saved
  for (const p of [device, tab]) await p.goto(`/inbox/c/${id}?view=all`)
  for (const p of [device, tab]) await expect(reply(p)).toHaveValue('Once only')
  await reply(ana).press('Control+Enter')
  for (const p of [ana, device, tab]) await expect(reply(p)).toHaveValue('')

  // A device that has not heard of it yet writes on and sends.
  const again = ana.waitForResponse((r) => r.url().endsWith('/draft') && r.request().method() === 'PUT')
  await reply(ana).pressSequentially('Twice')
  await again
  await lookAgain(device)
  await expect(reply(device)).toHaveValue('Twice')
  await device.context().setOffline(true)
  await reply(device).fill('Twice, or so')
  await reply(device).press('Control+Enter')
  await reply(ana).press('Control+Enter')
  await expect(log(ana).getByText('Twice', { exact: true })).toBeVisible()
  await expect(log(ana).getByText('Waiting to be sent')).toHaveCount(0)
  await device.context().setOffline(false)
  const panel = device.getByRole('alert', { name: 'You already sent this draft' })
  await expect(panel).toContainText('Twice, or so')
  await panel.getByRole('button', { name: 'Discard' }).click()
  await expect(log(ana).getByText('Twice, or so')).toHaveCount(0)

  // Discarded: emptied by hand.
  const third = ana.waitForResponse((r) => r.url().endsWith('/draft') && r.request().method() === 'PUT')
  await reply(ana).pressSequentially('Never mind')
  await third
  await lookAgain(device)
  await expect(reply(device)).toHaveValue('Never mind')
  await expect(reply(tab)).toHaveValue('Never mind')
  await reply(ana).fill('')
  for (const p of [device, tab]) await expect(reply(p)).toHaveValue('')
})

test('a note and a reply are two drafts: switching carries nothing over', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, /Noah Williams/)
  await ana.keyboard.press('n')
  await ana.keyboard.type('He complains a lot')
  await ana.getByRole('radio', { name: 'Reply' }).click()
  await expect(reply(ana)).toHaveValue('')
  await reply(ana).fill('Dear Noah')
  await ana.getByRole('radio', { name: 'Private note' }).click()
  await expect(note(ana)).toHaveValue('He complains a lot')
  await note(ana).press('Control+Enter')
  await expect(note(ana)).toHaveValue('')
  await ana.getByRole('radio', { name: 'Reply' }).click()
  await expect(reply(ana)).toHaveValue('Dear Noah')
  await reply(ana).fill('')
})

test('files go with a message: a picture opens, another kind is downloaded', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, /Ahmed/)
  const png = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==', 'base64')
  await ana.locator('input[type=file]').setInputFiles([
    { name: 'plan.png', mimeType: 'image/png', buffer: png },
    { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('some words') },
  ])
  await expect(ana.getByRole('list', { name: 'Attached files' }).getByRole('button', { name: /^Remove/ })).toHaveCount(2)
  await expect(ana.getByRole('progressbar')).toHaveCount(0)
  await ana.locator('input[type=file]').setInputFiles([{ name: 'empty.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }])
  await expect(ana.getByText('empty.txt is empty')).toBeVisible()
  await reply(ana).press('Control+Enter')
  await expect(log(ana).getByRole('link', { name: /Download notes.txt/ })).toBeVisible()
  await log(ana).getByRole('button', { name: 'Open plan.png' }).click()
  await expect(ana.getByRole('dialog', { name: 'plan.png' })).toBeVisible()
  await expectAccessible(ana)
  await ana.keyboard.press('Escape')
  await expect(ana.getByRole('dialog')).toHaveCount(0)
})

test('files keep the order they were chosen in, and those left out are named', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, /Ahmed/)
  // The first that was chosen arrives last, the last one first.
  const held: (() => Promise<void>)[] = []
  await ana.route('**/api/ui/attachments', (route) => void held.push(() => route.continue()))
  const names = Array.from({ length: 22 }, (_, i) => `page ${22 - i}.txt`)
  const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
  await ana
    .locator('input[type=file]')
    .setInputFiles([file('page 22.txt'), { name: 'nothing.txt', mimeType: 'text/plain', buffer: Buffer.alloc(0) }, ...names.slice(1).map(file)])
  await expect.poll(() => held.length).toBe(20)
  await expect(ana.getByRole('alert').filter({ hasText: 'page 2.txt and page 1.txt' })).toBeVisible()
  await expect(ana.getByText('nothing.txt is empty')).toBeVisible()
  for (const go of held.toReversed()) {
    const arrived = ana.waitForResponse('**/api/ui/attachments')
    await go()
    await arrived
  }
  await expect(ana.getByRole('progressbar')).toHaveCount(0)
  const chips = ana.getByRole('list', { name: 'Attached files' }).getByRole('listitem')
  const shown = async () => (await chips.allInnerTexts()).map((t) => t.split('\n')[0])
  await expect.poll(shown).toEqual(names.slice(0, 20))
  // The order is the draft's: it is there after a reload.
  await ana.unroute('**/api/ui/attachments')
  await expect
    .poll(() => ana.evaluate(() => Object.entries(localStorage).some(([k, v]) => k.includes(':draft:') && v.includes('"unsaved":false') && v.includes('page 22.txt'))))
    .toBe(true)
  await ana.reload()
  await expect.poll(shown).toEqual(names.slice(0, 20))
  await reply(ana).press('Control+Enter')
  const sent = log(ana).getByRole('article').last()
  await expect(sent.getByRole('link', { name: /^Download/ })).toHaveCount(20)
  expect((await sent.getByRole('link', { name: /^Download/ }).allInnerTexts()).map((t) => t.split('\n')[0])).toEqual(names.slice(0, 20))
})

test('a file chosen without a network goes by itself when there is one', async ({ open, tolerate }) => {
  tolerate(/Failed to load resource|ERR_INTERNET_DISCONNECTED/)
  const ana = await open('ana')
  await openOne(ana, /Ahmed/)
  await ana.context().setOffline(true)
  const file = (name: string) => ({ name, mimeType: 'text/plain', buffer: Buffer.from(name) })
  await ana.locator('input[type=file]').setInputFiles([file('b.txt'), file('a.txt')])
  const list = ana.getByRole('list', { name: 'Attached files' })
  await expect(list.getByRole('alert')).toHaveCount(2)
  await expect(list.getByRole('button', { name: 'Try b.txt again' })).toBeVisible()
  await ana.context().setOffline(false)
  await expect(list.getByRole('alert')).toHaveCount(0)
  await expect(ana.getByRole('progressbar')).toHaveCount(0)
  await expect.poll(async () => (await list.getByRole('listitem').allInnerTexts()).map((t) => t.split('\n')[0])).toEqual(['b.txt', 'a.txt'])
  for (const name of ['b.txt', 'a.txt']) await list.getByRole('button', { name: `Remove ${name}` }).click()
})

test('a long thread opens at its newest, goes to the first unread and keeps its place', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  const id = await openOne(ana, /Yuki Tanaka/)
  await ana.goto('/inbox?view=all')
  await ben.goto('/inbox?view=all')
  for (let i = 0; i < 120; i++) await write(ben, id, `line ${i} ${'word '.repeat(i % 17)}`)
  await ana.goto(`/inbox/c/${id}?view=all`)
  await expect(log(ana).getByText(/^line 119 /)).toBeInViewport()
  await ana.getByRole('button', { name: 'First unread message' }).click()
  await expect(ana.getByRole('separator', { name: 'New' })).toBeInViewport()
  await expect(log(ana).getByText(/^line 0 /)).toBeInViewport()
  await ana.getByRole('button', { name: 'Jump to the latest' }).click()
  await expect(log(ana).getByText(/^line 119 /)).toBeInViewport()
  // Up through earlier pages: the line under the eye stays where it is.
  await log(ana).hover()
  const fromEnd = () => log(ana).evaluate((el) => el.scrollHeight - el.clientHeight - el.scrollTop)
  await expect
    .poll(async () => {
      await ana.mouse.wheel(0, -900)
      return fromEnd()
    })
    .toBeGreaterThan(3000)
  await expect.poll(async () => (await log(ana).getByRole('article').allInnerTexts()).length).toBeGreaterThan(3)
  const drawn = await ana.locator('[role=log] article').count()
  expect(drawn).toBeLessThan(60)
  // New messages do not pull the reader down.
  const top = await log(ana).evaluate((el) => el.scrollTop)
  await write(ben, id, 'and one more')
  // How many it counts depends on how long the end was in sight before.
  await expect(ana.getByRole('button', { name: /\d+ new messages?$/ })).toBeVisible()
  expect(Math.abs((await log(ana).evaluate((el) => el.scrollTop)) - top)).toBeLessThan(3)
})

test('one never opened begins at its newest, and its answer is not held for what stood there before', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  await ben.goto('/inbox?view=all')
  const id = await openOne(ben, /Amara Okafor/)
  for (let i = 0; i < 40; i++) await write(ben, id, `earlier ${i} ${'word '.repeat(20)}`)
  await ana.goto(`/inbox/c/${id}?view=all`)
  await expect(log(ana).getByText(/^earlier 39 /)).toBeInViewport()
  await log(ana).hover()
  await ana.mouse.wheel(0, -2000)
  await expect(log(ana).getByText(/^earlier 39 /)).not.toBeInViewport()
  await reply(ana).fill('On its way')
  await reply(ana).press('Control+Enter')
  await expect(log(ana).getByText('On its way', { exact: true })).toBeInViewport()
  await expect(ana.getByRole('alert', { name: /changed while/ })).toHaveCount(0)
})

test('marked unread it stays unread until it is opened again', async ({ open }) => {
  const ana = await open('ana')
  const id = await openOne(ana, /Amara Okafor/)
  const unread = async () => {
    const { details } = await (await ana.request.get(`/api/ui/conversations/${id}/open`)).json()
    return details.row.lastContentIndex > details.row.me.lastReadIndex
  }
  await expect.poll(unread).toBe(false)
  await ana.getByRole('button', { name: 'More actions' }).click()
  await ana.getByRole('menuitem', { name: 'Mark unread' }).click()
  await expect.poll(unread).toBe(true)
  await log(ana).hover()
  await ana.mouse.wheel(0, -300)
  await ana.mouse.wheel(0, 600)
  await ana.goto('/inbox?view=all')
  expect(await unread()).toBe(true)
  await openOne(ana, /Amara Okafor/)
  await expect.poll(unread).toBe(false)
})

test('assigning, snoozing and the details work by key and by press', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, /Lucía/)
  await ana.keyboard.press('a')
  await ana.keyboard.type('ben')
  await ana.keyboard.press('Enter')
  await expect(ana.getByRole('button', { name: /Assigned to Ben/ })).toBeVisible()
  await expect(log(ana).getByText(/assigned the conversation to Ben/)).toBeVisible()
  await ana.keyboard.press('b')
  await expect(ana.getByRole('option', { name: /Tomorrow/ })).toBeVisible()
  await expectAccessible(ana)
  await ana.getByRole('option', { name: /Choose date/ }).click()
  await expect(ana.getByRole('dialog', { name: 'Snooze until' })).toBeVisible()
  await expectAccessible(ana)
  await ana.keyboard.press('Escape')
  const details = ana.getByRole('complementary', { name: 'Details' })
  await details.getByRole('button', { name: 'History' }).click()
  await expect(details.getByText(/assigned the conversation to Ben/)).toBeVisible()
  await details.getByRole('button', { name: 'Edit contact' }).click()
  await details.getByLabel('Phone').fill('+34 600 000 000')
  await details.getByRole('button', { name: 'Save' }).click()
  await expect(details.getByText('+34 600 00 00 00')).toBeVisible()
  await expectAccessible(ana)
})

test('what is typed before the conversation is there goes into its composer, not into shortcuts', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, /Jonas Weber/)
  let go = () => {}
  const gate = new Promise<void>((ok) => (go = ok))
  await ana.route('**/open**', async (r) => {
    await gate
    await r.continue()
  })
  await ana.locator('[data-row]').filter({ hasText: 'Ahmed' }).first().click()
  await ana.keyboard.press('n')
  await ana.keyboard.type('cep ')
  go()
  await expect(log(ana).getByRole('article').first()).toBeVisible()
  await ana.keyboard.type('and more')
  await expect(note(ana)).toHaveValue('cep and more')
  await expect(ana.getByRole('button', { name: 'Close', exact: true })).toBeVisible()
})

test('a conversation that is not there says so', async ({ open, tolerate }) => {
  tolerate(/404/)
  const ana = await open('ana')
  await ana.goto('/inbox/c/999999')
  await expect(ana.getByRole('heading', { name: 'This conversation is not here' })).toBeVisible()
  await expectAccessible(ana)
})
