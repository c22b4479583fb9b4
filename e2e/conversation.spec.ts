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
  const panel = ana.getByRole('alert', { name: /moved on/ })
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

test('a long thread opens at the first unread and keeps its place', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  const id = await openOne(ana, /Yuki Tanaka/)
  await ana.goto('/inbox?view=all')
  await ben.goto('/inbox?view=all')
  for (let i = 0; i < 120; i++) await write(ben, id, `line ${i} ${'word '.repeat(i % 17)}`)
  await ana.goto(`/inbox/c/${id}?view=all`)
  await expect(ana.getByRole('separator', { name: 'New' })).toBeInViewport()
  await expect(log(ana).getByText(/^line 0 /)).toBeInViewport()
  const pill = ana.getByRole('button', { name: /new messages/ })
  await expect(pill).toBeVisible()
  await pill.click()
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

test('marked unread it stays unread until it is opened again', async ({ open }) => {
  const ana = await open('ana')
  const id = await openOne(ana, /Amara Okafor/)
  const unread = async () => {
    const { details } = await (await ana.request.get(`/api/ui/conversations/${id}/open`)).json()
    return details.row.lastContentIndex > details.row.me.lastReadIndex
  }
  await expect.poll(unread).toBe(false)
  await ana.getByRole('button', { name: 'Mark unread' }).click()
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
  await expect(ana.getByRole('menuitem', { name: /Tomorrow/ })).toBeVisible()
  await expectAccessible(ana)
  await ana.getByRole('menuitem', { name: /Choose date/ }).click()
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
