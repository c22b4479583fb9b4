/** The customer beside the conversation: corrected, made one with whom they also are, and parted again. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const details = (page: Page) => page.getByRole('complementary', { name: 'Details' })
const toast = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text })
const row = (page: Page, name: string) => page.locator('[data-row]').filter({ hasText: name })

async function openOne(page: Page, name: string) {
  await page.goto('/inbox?view=all')
  await row(page, name).first().click()
  await expect(page.getByRole('log').getByRole('article').first()).toBeVisible()
  await expect(details(page).getByRole('button', { name: 'Edit contact' })).toBeVisible()
}

async function merge(page: Page, search: string) {
  await details(page).getByRole('button', { name: 'Contact actions' }).click()
  await page.getByRole('menuitem', { name: /Merge with another/ }).click()
  const dialog = page.getByRole('dialog', { name: 'Merge contacts' })
  await expect(dialog.getByRole('combobox')).toBeFocused()
  await page.keyboard.type(search)
  await expect(dialog.getByRole('option')).toHaveCount(1)
  await expect(dialog.getByRole('listbox')).toHaveAttribute('aria-busy', 'false')
  await page.keyboard.press('Enter')
  await expect(dialog.getByText('Joins it')).toBeVisible()
  return dialog
}

test('two contacts are merged, seen as one in another browser, and parted again at once or later', async ({ open }) => {
  const [ana, ben] = [await open('ana'), await open('ben')]
  await ben.goto('/inbox?view=all')
  await expect(row(ben, 'Jonas Weber').first()).toBeVisible()
  await openOne(ana, 'Priya Raman')
  const dialog = await merge(ana, 'jonas')
  await expectAccessible(ana, 'dialog')
  await dialog.getByRole('group', { name: /Name/ }).getByRole('radio', { name: 'Jonas Weber' }).check()
  await dialog.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect(dialog).toBeHidden()
  await expect(details(ana).getByText('Jonas Weber').first()).toBeVisible()
  await expect(row(ben, 'Priya Raman')).toHaveCount(0)
  await expect(row(ben, 'Jonas Weber')).toHaveCount(2)
  await expectAccessible(ana)

  await toast(ana, 'Merged into Jonas Weber').getByRole('button', { name: 'Undo' }).click()
  await expect(row(ben, 'Priya Raman')).toHaveCount(1)
  await expect(row(ben, 'Jonas Weber')).toHaveCount(1)
  await expect(details(ana).getByText('Priya Raman').first()).toBeVisible()

  const again = await merge(ana, 'jonas')
  await again.getByRole('button', { name: 'Merge', exact: true }).click()
  await expect(again).toBeHidden()
  await expect(row(ben, 'Priya Raman')).toHaveCount(2)
  // Later, by somebody else, from the contact itself.
  await row(ben, 'Priya Raman').first().click()
  await details(ben).getByRole('button', { name: 'Undo the merge of Jonas Weber' }).click()
  await expect(toast(ben, 'Jonas Weber is a separate contact again')).toBeVisible()
  await expect(row(ben, 'Jonas Weber')).toHaveCount(1)
  await expect(row(ana, 'Jonas Weber')).toHaveCount(1)
})

test('a contact is corrected with words for what is wrong, and the correction taken back', async ({ open, tolerate }) => {
  // What is refused is told in the form; the browser writes a line of its own.
  tolerate(/clipboard|status of 400/i)
  const ana = await open('ana')
  await openOne(ana, 'Yuki Tanaka')
  const pane = details(ana)
  await pane.getByRole('button', { name: 'Edit contact' }).click()
  await pane.getByLabel('Phone').fill('600 000 000')
  await pane.getByLabel('Company').fill('Tanaka Studio')
  await pane.getByRole('button', { name: 'Add a field' }).click()
  await pane.getByRole('combobox', { name: 'Field name' }).fill('Plan')
  await pane.getByRole('textbox', { name: 'Plan' }).fill('Gold')
  await expectAccessible(ana, 'aside[aria-label="Details"]')
  await pane.getByRole('button', { name: 'Save' }).click()
  // Nothing of what was written is lost.
  await expect(pane.getByText('Write the whole number with +')).toBeVisible()
  await expect(pane.getByLabel('Company')).toHaveValue('Tanaka Studio')
  await pane.getByLabel('Phone').fill('+34 600000000')
  await pane.getByLabel('Phone').press('Control+Enter')
  await expect(pane.getByRole('link', { name: '+34 600 00 00 00' })).toHaveAttribute('href', 'tel:+34600000000')
  await expect(pane.getByText('Gold')).toBeVisible()
  await toast(ana, 'Contact saved').getByRole('button', { name: 'Undo' }).click()
  await expect(pane.getByText('Gold')).toHaveCount(0)
  await expect(toast(ana, 'Changes undone')).toBeVisible()
  await ana.reload()
  await expect(pane.getByRole('button', { name: 'Edit contact' })).toBeVisible()
  await expect(pane.getByText('Tanaka Studio')).toHaveCount(0)
})

test('an address that is another contact’s leads to comparing both; a new one is written to', async ({ open }) => {
  const ana = await open('ana')
  await openOne(ana, 'Jonas Weber')
  const pane = details(ana)
  const mails = await pane.locator('a[href^="mailto:"]').allTextContents()
  await openOne(ana, 'Mateo Rossi')
  const add = async (address: string) => {
    await pane.getByRole('button', { name: 'Add an address' }).click()
    await pane.getByLabel('Address', { exact: true }).fill(address)
    await pane.getByRole('button', { name: 'Add', exact: true }).click()
  }
  if (mails[0]) {
    await add(mails[0])
    await expect(pane.getByText('This address belongs to Jonas Weber.')).toBeVisible()
    await pane.getByRole('button', { name: 'Compare and merge' }).click()
    await expect(ana.getByRole('dialog', { name: 'Merge contacts' }).getByText('Jonas Weber').first()).toBeVisible()
    await ana.keyboard.press('Escape')
    await pane.getByRole('button', { name: 'Cancel' }).click()
  }
  await add('mateo@example.org')
  await expect(toast(ana, 'Address added')).toBeVisible()
  await expect(pane.getByText('mateo@example.org').last()).toBeVisible()
  const before = ana.url()
  await pane.getByRole('button', { name: 'Write to mateo@example.org' }).click()
  await expect(ana).not.toHaveURL(before)
  await expect(pane.getByText('Mateo Rossi').first()).toBeVisible()
})
