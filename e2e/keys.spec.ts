/** What single keys do, which layer Escape closes, where the focus goes, and what says so. */
import type { Locator, Page } from '@playwright/test'
import { expect, test } from './fixtures'

const rows = (page: Page) => page.locator('#list [data-row]')
const log = (page: Page) => page.getByRole('log')
const composer = (page: Page) => page.getByRole('textbox', { name: /^(Reply|Private note)$/ })

async function openOne(page: Page, name: string, view = 'all') {
  await page.goto(`/inbox?view=${view}`)
  await rows(page).filter({ hasText: name }).first().click()
  await expect(log(page).getByRole('article').first()).toBeVisible()
  return Number(/\/c\/(\d+)/.exec(page.url())?.[1])
}
const stateOf = async (page: Page, id: number) =>
  ((await (await page.request.get(`/api/ui/conversations/${id}/open`)).json()) as { details: { row: { status: string; me: { archived: boolean } } } }).details.row

/** The Enter (or another key) with which an input method takes its word; Safari says only by the code that it was one. */
const confirms = (field: Locator, more: { key?: string; ctrlKey?: boolean } = {}) =>
  field.dispatchEvent('keydown', { key: 'Enter', keyCode: 229, bubbles: true, cancelable: true, ...more })

/** Writes a note and answers it, as the thread has it once the server does. */
async function writeNote(page: Page, body: string): Promise<Locator> {
  await page.keyboard.press('n')
  await page.keyboard.type(body)
  await page.keyboard.press('Control+Enter')
  const id = await log(page).locator('[data-message]').filter({ hasText: body }).getAttribute('data-message')
  return log(page).locator(`[data-message="${id}"]`)
}
/** Opens the editor of one's own message by its menu. */
async function edit(page: Page, own: Locator): Promise<Locator> {
  await own.hover()
  await own.getByRole('button', { name: 'Actions for this message' }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  const editor = page.getByRole('textbox', { name: 'Edit message' })
  await expect(editor).toBeFocused()
  return editor
}

test('e is done for the team, y archives for me alone, x selects, c and t compose', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all')
  const id = Number(await rows(ana).first().getAttribute('data-row'))
  await rows(ana).first().focus()
  await ana.keyboard.press('x')
  await expect(ana.locator(`[data-row="${id}"]`)).toHaveAccessibleName(/^selected, /)
  await expect(ana.getByText('1 selected')).toBeVisible()
  await ana.keyboard.press('Escape')
  await expect(ana.getByText('1 selected')).toHaveCount(0)
  await ana.keyboard.press('e')
  await expect.poll(async () => (await stateOf(ana, id)).status).toBe('closed')
  expect((await stateOf(ana, id)).me.archived).toBe(false)
  await ana.keyboard.press('z')
  await expect.poll(async () => (await stateOf(ana, id)).status).not.toBe('closed')
  await ana.locator(`[data-row="${id}"]`).focus()
  await ana.keyboard.press('y')
  await expect.poll(async () => (await stateOf(ana, id)).me.archived).toBe(true)
  expect((await stateOf(ana, id)).status).not.toBe('closed')
  await ana.keyboard.press('z')
  await expect.poll(async () => (await stateOf(ana, id)).me.archived).toBe(false)
  for (const key of ['c', 't']) {
    await ana.keyboard.press(key)
    await ana.keyboard.type('chl')
    await expect(ana.getByRole('dialog').getByPlaceholder('Find a colleague')).toHaveValue('chl')
    await ana.keyboard.press('Escape')
    await expect(ana.getByRole('dialog')).toHaveCount(0)
  }
  // Caps Lock is no other key, Shift is.
  await ana.locator(`[data-row="${id}"]`).focus()
  await ana.keyboard.press('Shift+E')
  await ana.keyboard.press('?')
  const help = ana.getByRole('dialog', { name: 'Keyboard shortcuts' })
  for (const line of ['Done: close or reopen', 'Archive for me, or bring back', 'Select or deselect', 'Reply to one message', 'Send'])
    await expect(help.getByText(line, { exact: true })).toBeVisible()
  await expect(help.getByText('Ctrl ↵')).toHaveCount(1)
  expect((await stateOf(ana, id)).status).not.toBe('closed')
})

test('Escape closes one layer, and the focus goes back to what opened it', async ({ open }) => {
  const ana = await open('ana')
  const id = await openOne(ana, 'Lucía')
  await ana.keyboard.press('r')
  await expect(composer(ana)).toBeFocused()
  await ana.keyboard.press('Escape')
  await expect(log(ana)).toBeFocused()
  await ana.keyboard.press('a')
  await expect(ana.getByRole('combobox')).toBeFocused()
  await ana.keyboard.press('Escape')
  await expect(ana.getByRole('button', { name: /^Assign/ }).first()).toBeFocused()
  await log(ana).focus()
  await ana.keyboard.press('b')
  await expect(ana.getByRole('combobox')).toBeFocused()
  await ana.keyboard.press('Escape')
  await expect(log(ana)).toBeFocused()
  await ana.getByRole('button', { name: 'Change the title' }).focus()
  await ana.keyboard.press('Enter')
  await ana.getByRole('textbox', { name: 'Title' }).press('Escape')
  await expect(ana.getByRole('button', { name: 'Change the title' })).toBeFocused()
  await ana.getByRole('button', { name: 'Edit contact' }).click()
  await ana.getByRole('form').getByLabel('Name', { exact: true }).press('Escape')
  await expect(ana.getByRole('button', { name: 'Edit contact' })).toBeFocused()
  await expect(ana).toHaveURL(new RegExp(`/c/${id}`))
  await ana.keyboard.press('Escape')
  await expect(ana).toHaveURL(/\/inbox\?view=all$/)
  await expect(ana.locator(`[data-row="${id}"]`)).toBeFocused()
  // By mouse the hand wants to write next.
  await openOne(ana, 'Lucía')
  await ana.getByRole('radio', { name: 'Private note' }).click()
  await expect(ana.getByRole('textbox', { name: 'Private note' })).toBeFocused()
  await ana.getByRole('radio', { name: 'Reply' }).click()
  await expect(ana.getByRole('textbox', { name: 'Reply' })).toBeFocused()
})

test('by mail "Change" leads into the addresses, Escape back to the words', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all&channel=email')
  await rows(ana).first().click()
  await ana.getByRole('button', { name: 'Change', exact: true }).click()
  await expect(ana.getByRole('combobox', { name: 'To' })).toBeFocused()
  await ana.keyboard.press('Escape')
  await expect(ana.getByRole('textbox', { name: 'Reply' })).toBeFocused()
  await expect(ana.getByRole('combobox', { name: 'To' })).toHaveCount(0)
})

test('the Enter that takes an input method’s word neither picks, sends nor closes', async ({ open }) => {
  const ana = await open('ana')
  const id = await openOne(ana, 'Noah Williams')
  await ana.keyboard.press('r')
  await ana.keyboard.type('half')
  await confirms(composer(ana), { ctrlKey: true })
  await confirms(composer(ana), { key: 'Escape' })
  await expect(composer(ana)).toBeFocused()
  await expect(composer(ana)).toHaveValue('half')
  await composer(ana).fill('')
  await composer(ana).press('Escape')

  await ana.keyboard.press('a')
  await ana.keyboard.type('be')
  await confirms(ana.getByRole('combobox'))
  await expect(ana.getByRole('combobox')).toHaveValue('be')
  await ana.keyboard.press('Escape')
  await log(ana).focus()
  await ana.keyboard.press('b')
  await ana.keyboard.type('to')
  await confirms(ana.getByRole('combobox'))
  await expect(ana.getByRole('combobox')).toHaveValue('to')
  await ana.keyboard.press('Escape')

  await ana.getByRole('button', { name: 'Change the title' }).click()
  const title = ana.getByRole('textbox', { name: 'Title' })
  await title.fill('Half a title')
  await confirms(title)
  await confirms(title, { key: 'Escape' })
  await expect(title).toBeVisible()
  await title.press('Escape')

  await ana.keyboard.press('t')
  const find = ana.getByPlaceholder('Find a colleague')
  await find.fill('chl')
  await confirms(find)
  await expect(find).toHaveValue('chl')
  await ana.keyboard.press('Escape')

  const search = ana.getByRole('searchbox', { name: 'Search conversations' })
  await search.fill('x')
  await confirms(search, { key: 'Escape' })
  await expect(search).toHaveValue('x')
  await search.fill('')

  await ana.getByRole('button', { name: 'Edit contact' }).click()
  const name = ana.getByRole('form').getByLabel('Name', { exact: true })
  await confirms(name, { key: 'Escape' })
  await confirms(name, { ctrlKey: true })
  await expect(name).toBeVisible()
  expect((await stateOf(ana, id)).status).not.toBe('closed')
})

test('nor does it in what is edited, added, merged, linked or addressed', async ({ open }) => {
  const ana = await open('ana')
  const id = await openOne(ana, 'Margaret Hill')
  const body = `composed ${Date.now()}`
  const own = await writeNote(ana, body)
  const editor = await edit(ana, own)
  await editor.fill(`${body} half`)
  await confirms(editor, { ctrlKey: true })
  await confirms(editor, { key: 'Escape' })
  await expect(editor).toHaveValue(`${body} half`)
  await editor.press('Escape')
  await expect(own).toBeFocused()

  await ana.getByRole('button', { name: 'Edit contact' }).click()
  for (const field of await ana.getByRole('form').getByRole('textbox').all()) {
    await confirms(field)
    await confirms(field, { key: 'Escape' })
  }
  await expect(ana.getByRole('form').getByLabel('Name', { exact: true })).toBeVisible()
  await ana.getByRole('form').getByLabel('Name', { exact: true }).press('Escape')
  await ana.getByRole('button', { name: 'Add an address' }).click()
  const address = ana.getByRole('textbox', { name: 'Address', exact: true })
  await address.fill('half@')
  await confirms(address)
  await confirms(address, { key: 'Escape' })
  await expect(address).toHaveValue('half@')
  await address.press('Escape')

  await ana.goto('/inbox?view=all&channel=email')
  await rows(ana).first().click()
  await ana.getByRole('button', { name: 'Change', exact: true }).click()
  const to = ana.getByRole('combobox', { name: 'Cc', exact: true })
  await to.fill('someone@else.example')
  await confirms(to)
  await confirms(to, { key: 'Escape' })
  await expect(to).toHaveValue('someone@else.example')
  await to.fill('')
  await to.press('Escape')
  await ana.getByRole('button', { name: 'Link', exact: true }).click()
  const link = ana.getByRole('textbox', { name: 'Address of the link' })
  await link.fill('https://half.example')
  await confirms(link)
  await confirms(link, { key: 'Escape' })
  await expect(link).toHaveValue('https://half.example')
  await link.press('Escape')
  expect((await stateOf(ana, id)).status).not.toBe('closed')
})

test('nor does it in who takes part, in a group’s name, or in what is merged', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=team')
  await rows(ana).first().click()
  await expect(log(ana).getByRole('article').first()).toBeVisible()
  await ana.getByRole('button', { name: 'Change the title' }).click()
  const title = ana.getByRole('textbox', { name: 'Title' })
  const before = await title.inputValue()
  await title.fill('半分')
  await confirms(title)
  await confirms(title, { key: 'Escape' })
  await expect(title).toHaveValue('半分')
  await title.press('Escape')
  await ana.getByRole('button', { name: 'Add participants' }).click()
  const people = ana.getByRole('combobox', { name: 'Add participants' })
  await people.fill('a')
  const members = await ana.getByRole('button', { name: /^Remove / }).count()
  await confirms(people)
  await confirms(people, { key: 'Escape' })
  await expect(people).toHaveValue('a')
  await people.press('Escape')
  expect(await ana.getByRole('button', { name: /^Remove / }).count()).toBe(members)
  await ana.getByRole('button', { name: 'Change the title' }).click()
  await expect(title).toHaveValue(before)
  await title.press('Escape')

  await openOne(ana, 'Margaret Hill')
  await ana.getByRole('complementary', { name: 'Details' }).getByRole('button', { name: 'Contact actions' }).click()
  await ana.getByRole('menuitem', { name: /Merge with another/ }).click()
  const dialog = ana.getByRole('dialog', { name: 'Merge contacts' })
  const other = dialog.getByRole('combobox')
  await other.fill('jonas')
  await expect(dialog.getByRole('option').first()).toBeVisible()
  await confirms(other)
  await confirms(other, { key: 'Escape' })
  await expect(other).toHaveValue('jonas')
  await ana.keyboard.press('Escape')
  await expect(dialog).toHaveCount(0)
})

test('nor does it send a form of the settings', async ({ open }) => {
  const ana = await open('ana')
  const sent: string[] = []
  ana.on('request', (r) => r.method() === 'POST' && !r.url().includes('/api/') && sent.push(r.url()))
  for (const page of ['profile', 'users', 'teams', 'workspace', 'programs', 'webhooks', 'channels', 'channels/1']) {
    await ana.goto(`/settings/${page}`)
    await expect(ana.getByRole('heading', { level: 1 })).toBeVisible()
    const fields = await ana.getByRole('textbox').all()
    for (const field of fields) if ((await field.isVisible()) && (await field.isEditable())) for (const ctrlKey of [false, true]) await confirms(field, { ctrlKey })
  }
  expect(sent).toEqual([])
})

test('after a message was changed, or was not, the focus is on it, and Escape then leaves', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, 'Noah Williams')
  const body = `first words ${Date.now()}`
  const own = await writeNote(ana, body)
  await edit(ana, own)
  await ana.keyboard.press('End')
  await ana.keyboard.type(' and more')
  await ana.keyboard.press('Escape')
  await expect(own).toBeFocused()
  await expect(own).not.toContainText('and more')
  for (const save of ['Control+Enter', 'Save', 'Cancel']) {
    await edit(ana, own)
    await ana.keyboard.press('End')
    await ana.keyboard.type(` ${save}`)
    if (save === 'Control+Enter') await ana.keyboard.press(save)
    else await own.getByRole('button', { name: save }).click()
    await expect(own).toBeFocused()
    if (save === 'Cancel') await expect(own).not.toContainText('Cancel')
    else await expect(own).toContainText(` ${save}`)
  }
  await expect(own).toContainText('edited')
  await ana.keyboard.press('Escape')
  await expect(ana).toHaveURL(/\/inbox\?view=all$/)
})

test('a word being composed while the conversation loads is handed over whole', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, 'Jonas Weber')
  let go = () => {}
  const gate = new Promise<void>((ok) => (go = ok))
  await ana.route('**/open**', async (r) => {
    await gate
    await r.continue()
  })
  await rows(ana).filter({ hasText: 'Ahmed' }).first().click()
  await ana.keyboard.press('n')
  const cdp = await ana.context().newCDPSession(ana)
  await cdp.send('Input.imeSetComposition', { text: 'にほ', selectionStart: 2, selectionEnd: 2 })
  go()
  await expect(log(ana).getByRole('article').first()).toBeVisible()
  await expect(ana.locator('#type-ahead')).toBeFocused()
  await cdp.send('Input.insertText', { text: '日本' })
  const note = ana.getByRole('textbox', { name: 'Private note' })
  await expect(note).toBeFocused()
  await expect(note).toHaveValue('日本')
  await ana.keyboard.press('Backspace')
  await ana.keyboard.type(' exe')
  await expect(note).toHaveValue('日 exe')
  await note.fill('')
})

test('words typed while a sent reply is held go on in the composer that comes back', async ({ open, tolerate }) => {
  tolerate(/409|ERR_FAILED/)
  const [ana, ben] = [await open('ana'), await open('ben')]
  const id = await openOne(ana, 'Sofia Lindqvist')
  await ana.route('**/api/ui/stream**', (r) => r.abort())
  await ana.route('**/api/ui/events**', (r) => r.abort())
  await ana.reload()
  await expect(log(ana).getByRole('article').first()).toBeVisible()
  await ben.goto('/inbox')
  await ben.request.post(`/api/ui/conversations/${id}/messages`, {
    data: { kind: 'reply', body: 'I was first', clientKey: crypto.randomUUID(), attachmentIds: [] },
    headers: { origin: new URL(ben.url()).origin },
  })
  await composer(ana).fill('I answer')
  await composer(ana).press('Control+Enter')
  await ana.keyboard.type('excess baggage', { delay: 30 })
  const panel = ana.getByRole('alert', { name: /changed while you were writing/ })
  await expect(panel).toBeVisible()
  await ana.keyboard.type(' and more')
  await panel.getByRole('button', { name: 'Discard' }).click()
  await expect(composer(ana)).toHaveValue('excess baggage and more')
  await expect(composer(ana)).toBeFocused()
  expect((await stateOf(ana, id)).status).not.toBe('closed')
  await composer(ana).fill('')
})

for (const width of [1360, 390])
  test(`one message at a time, beside the composer and the buttons (${width} px)`, async ({ open }) => {
    const ana = await open('ana', { viewport: { width, height: 850 } })
    await openOne(ana, 'Margaret Hill')
    await ana.keyboard.press('u')
    await ana.keyboard.press('s')
    const toast = ana.locator('[data-toast]')
    await expect(toast).toHaveCount(1)
    await expect(toast).toContainText('Muted')
    const box = await toast.boundingBox()
    const rest = [
      await composer(ana).boundingBox(),
      await ana.getByRole('button', { name: 'Send', exact: true }).boundingBox(),
      await ana.getByRole('toolbar', { name: 'Conversation actions' }).boundingBox(),
    ]
    if (width > 800) rest.push(await rows(ana).first().boundingBox())
    for (const other of rest) {
      if (!box || !other) throw new Error('not drawn')
      const apart = box.y + box.height <= other.y || other.y + other.height <= box.y || box.x + box.width <= other.x || other.x + other.width <= box.x
      expect(apart, JSON.stringify({ box, other })).toBe(true)
    }
    await ana.screenshot({ path: test.info().outputPath('toast.png') })
    await ana.keyboard.press('s')
    await expect(toast).toHaveCount(1)
    await expect(toast).toContainText('Unmuted')
  })

test('what failed while offline is done by itself when the network is back', async ({ open, tolerate }) => {
  tolerate(/Failed to load resource|ERR_INTERNET_DISCONNECTED|ERR_FAILED/)
  const ana = await open('ana')
  const id = await openOne(ana, 'Jonas Weber')
  await ana.context().setOffline(true)
  await rows(ana).filter({ hasText: 'Yuki Tanaka' }).first().click()
  await expect(ana.getByRole('heading', { name: 'The conversation could not be loaded' })).toBeVisible({ timeout: 20_000 })
  await ana.locator(`[data-row="${id}"]`).focus()
  await ana.keyboard.press('e')
  await ana.context().setOffline(false)
  await expect(log(ana).getByRole('article').first()).toBeVisible()
  await expect.poll(async () => (await stateOf(ana, id)).status).toBe('closed')
})
