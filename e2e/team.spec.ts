/** Colleagues among themselves: begun, named, joined and left, written in, reacted to; live for everybody in it. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const log = (page: Page) => page.getByRole('log')
const box = (page: Page) => page.getByRole('textbox', { name: 'Message', exact: true })
const row = (page: Page, text: string) => page.locator('#list [data-row]').filter({ hasText: text })
const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })

/** Begins (or finds) the conversation with these people. */
async function begin(page: Page, people: readonly string[], title = '') {
  await page.goto('/inbox?view=team')
  await page.getByRole('button', { name: 'New team conversation' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'People' }).focus()
  for (const name of people) await dialog.getByRole('button', { name, exact: true }).click()
  await dialog.getByLabel('Title (optional)').fill(title)
  await dialog.getByRole('button', { name: 'Start' }).click()
  await expect(page).toHaveURL(/\/inbox\/c\/\d+/)
  await expect(page.getByRole('main').getByRole('toolbar', { name: 'Conversation actions' })).toBeVisible()
}

async function say(page: Page, text: string) {
  await box(page).fill(text)
  await box(page).press('Control+Enter')
  await expect(log(page).getByText(text, { exact: true })).toBeVisible()
}

const message = (page: Page, text: string) => log(page).getByRole('article').filter({ hasText: text })
async function menuOf(page: Page, text: string) {
  await message(page, text).hover()
  await message(page, text).getByRole('button', { name: 'Actions for this message' }).click()
  return page.getByRole('menu', { name: 'Actions for this message' })
}
const reaction = (page: Page, text: string, name: string | RegExp) => message(page, text).getByRole('list', { name: 'Reactions' }).getByRole('button', { name })

test('a group is begun, named, grows and shrinks, and everybody in it sees it at once', async ({ open }) => {
  const [ana, ben, chloe] = [await open('ana'), await open('ben'), await open('chloe')]
  await ben.goto('/inbox?view=team')
  await chloe.goto('/inbox?view=team')
  await begin(ana, ['Ben Carter', 'Kenji Sato'], 'Spring sale')
  await say(ana, 'Who takes the banner?')
  await expect(row(ben, 'Spring sale')).toContainText('Ana: Who takes the banner?')
  await expect(row(ana, 'Spring sale')).toContainText('You: Who takes the banner?')
  await expect(row(ben, 'Spring sale')).toHaveAccessibleName(/^unread/)
  await expect(row(chloe, 'Spring sale')).toHaveCount(0)
  await row(ben, 'Spring sale').click()
  await expect(log(ben).getByText('Who takes the banner?')).toBeVisible()
  await expect(row(ben, 'Spring sale')).not.toHaveAccessibleName(/^unread/)

  await ben.getByRole('button', { name: 'Change the title' }).click()
  await ben.getByRole('textbox', { name: 'Title' }).fill('Summer sale')
  await ben.keyboard.press('Enter')
  await expect(row(ana, 'Summer sale')).toBeVisible()

  await details(ana).getByRole('button', { name: 'Add participants' }).click()
  await ana.keyboard.type('chl')
  await ana.keyboard.press('Enter')
  await expect(row(chloe, 'Summer sale')).toBeVisible()
  await row(chloe, 'Summer sale').click()
  await expect(log(chloe).getByText('Who takes the banner?')).toBeVisible()
  await details(ben).getByRole('button', { name: 'Remove Chloé Martin' }).click()
  await chloe.mouse.move(5, 5)
  await expect(details(ana).getByText('Chloé Martin')).toHaveCount(0)
  await say(ana, 'Only for those who stayed')
  await expect(log(ben).getByText('Only for those who stayed')).toBeVisible()
  await expect(chloe.getByText('Only for those who stayed')).toHaveCount(0)
})

test('two people write, attach, edit, remove and react, live for both', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  await begin(ana, ['Ben Carter'])
  await begin(ben, ['Ana Torres'])
  expect(new URL(ben.url()).pathname).toBe(new URL(ana.url()).pathname)
  await say(ana, 'The new lamps are here')
  await ben.locator('input[type=file]').setInputFiles([{ name: 'lamps.txt', mimeType: 'text/plain', buffer: Buffer.from('twelve lamps') }])
  await expect(ben.getByRole('button', { name: 'Remove lamps.txt' })).toBeVisible()
  await expect(ben.getByRole('progressbar')).toHaveCount(0)
  await say(ben, 'Counted them')
  await expect(log(ana).getByRole('link', { name: /Download lamps.txt/ })).toBeVisible()

  await (await menuOf(ben, 'The new lamps are here')).getByRole('menuitemcheckbox', { name: 'Celebrate' }).click()
  await expect(reaction(ben, 'The new lamps', 'Celebrate: You')).toHaveAttribute('aria-pressed', 'true')
  await expect(reaction(ana, 'The new lamps', 'Celebrate: Ben Carter')).toHaveAttribute('aria-pressed', 'false')
  await expectAccessible(ana)
  await reaction(ana, 'The new lamps', /^Celebrate/).click()
  await expect(reaction(ana, 'The new lamps', 'Celebrate: You, Ben Carter')).toHaveText('🎉2')
  await expect(reaction(ben, 'The new lamps', /^Celebrate: Ana Torres, You/)).toHaveText('🎉2')
  // By keyboard: into the menu, along the line of emojis, and off again.
  await message(ana, 'Counted them').getByRole('button', { name: 'Actions for this message' }).press('Enter')
  await expect(ana.getByRole('menu')).toBeVisible()
  await expectAccessible(ana)
  await ana.keyboard.press('ArrowDown')
  await ana.keyboard.press('ArrowRight')
  await expect(ana.getByRole('menuitemcheckbox', { name: 'Heart' })).toBeFocused()
  await ana.keyboard.press('Enter')
  await expect(reaction(ben, 'Counted them', 'Heart: Ana Torres')).toBeVisible()
  await reaction(ana, 'Counted them', 'Heart: You').press('Space')
  await expect(message(ben, 'Counted them').getByRole('list', { name: 'Reactions' })).toHaveCount(0)
  await expect(message(ana, 'Counted them').getByRole('button', { name: 'Actions for this message' })).toBeFocused()
  await ana.reload()
  await expect(reaction(ana, 'The new lamps', 'Celebrate: You, Ben Carter')).toBeVisible()

  await (await menuOf(ana, 'The new lamps')).getByRole('menuitem', { name: 'Edit' }).click()
  await ana.getByRole('textbox', { name: 'Edit message' }).fill('The old lamps are here')
  await ana.keyboard.press('Control+Enter')
  await expect(message(ben, 'The old lamps are here')).toContainText('edited')
  await expect(reaction(ben, 'The old lamps', /^Celebrate/)).toHaveText('🎉2')
  await (await menuOf(ana, 'The old lamps')).getByRole('menuitem', { name: 'Delete' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(log(ben).getByText('This message was deleted')).toBeVisible()
  await expect(ben.getByRole('list', { name: 'Reactions' })).toHaveCount(0)
})

test('a reaction that is refused is taken back and said in words', async ({ open, tolerate }) => {
  tolerate(/Failed to load resource|ERR_FAILED/)
  const ana = await open('ana')
  await begin(ana, ['Kenji Sato'])
  await say(ana, 'Nobody answers this')
  await ana.route('**/inbox**', (route) => (route.request().method() === 'POST' ? route.abort() : route.fallback()))
  await (await menuOf(ana, 'Nobody answers this')).getByRole('menuitemcheckbox', { name: 'Done' }).click()
  await expect(ana.getByText('No connection. Try again in a moment.')).toBeVisible()
  await expect(message(ana, 'Nobody answers this').getByRole('list', { name: 'Reactions' })).toHaveCount(0)
})

test('unread, muted and archived are one’s own, and a new message brings an archived one back', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  await begin(ana, ['Ben Carter', 'Chloé Martin'], 'Stock count')
  await say(ana, 'Tuesday?')
  await ben.goto('/inbox?view=team')
  const here = row(ben, 'Stock count')
  await here.click()
  await expect(log(ben).getByText('Tuesday?')).toBeVisible()
  await ben.getByRole('button', { name: 'Mark unread' }).click()
  await expect(here).toHaveAccessibleName(/^unread/)
  await ben.getByRole('button', { name: 'Mute for me' }).click()
  await ben.getByRole('menuitem').first().click()
  await expect(here).toHaveAccessibleName(/muted/)
  await ben.getByRole('button', { name: 'Archive for me' }).click()
  await expect(here).toHaveCount(0)
  await expect(row(ana, 'Stock count')).not.toHaveAccessibleName(/muted/)
  await say(ana, 'Or Wednesday?')
  await expect(here).toContainText('Or Wednesday?')
})
