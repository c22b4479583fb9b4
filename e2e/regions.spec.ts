/** Clocks, dates and numbers as the browser's region writes them, or as the person chose in the settings. */
import type { Page } from '@playwright/test'
import { expect, test } from './fixtures'
import { test as withSites } from './sites'

const log = (page: Page) => page.getByRole('log')
const rows = (page: Page) => page.locator('#list [data-row]')
const plain = (s: string) => s.replace(/[\u202f\u00a0]/g, ' ')

/** Every clock and tooltip of the open thread beside what this locale and zone make of its moment. */
async function clocks(page: Page, locale: string, timeZone: string) {
  await expect(log(page).locator('article time').first()).toBeVisible()
  const shown = await log(page)
    .locator('article time')
    .evaluateAll((all) => all.map((el) => ({ at: el.getAttribute('datetime') ?? '', text: el.textContent ?? '', title: el.getAttribute('title') })))
  const written = (at: string, how: Intl.DateTimeFormatOptions) => plain(new Intl.DateTimeFormat(locale, { ...how, timeZone }).format(new Date(at)))
  return shown.map((s) => ({
    shown: [plain(s.text), s.title === null ? null : plain(s.title)],
    expected: [written(s.at, { timeStyle: 'short' }), s.title === null ? null : written(s.at, { dateStyle: 'full', timeStyle: 'short' })],
  }))
}
const expectClocks = (page: Page, locale: string, timeZone: string) =>
  expect.poll(async () => (await clocks(page, locale, timeZone)).filter((c) => c.shown.join() !== c.expected.join()), { message: `${locale} in ${timeZone}` }).toEqual([])

async function openOne(page: Page) {
  await page.goto('/inbox?view=all')
  await rows(page).filter({ hasText: 'Margaret Hill' }).first().click()
  await expect(log(page).getByRole('article').first()).toBeVisible()
}
/** How the size of a file of 1,250,000 bytes is written beside its name. */
async function sizeShown(page: Page): Promise<string> {
  await page.locator('input[type=file]').setInputFiles([{ name: 'big.bin', mimeType: 'application/octet-stream', buffer: Buffer.alloc(1_250_000, 1) }])
  const chip = page.getByRole('listitem').filter({ hasText: 'big.bin' })
  await expect(page.getByRole('progressbar')).toHaveCount(0)
  const text = plain(await chip.innerText())
  await chip.getByRole('button').click()
  await expect(chip).toHaveCount(0)
  return text
}

for (const [locale, timezoneId, regional, clock, size] of [
  ['en-US', 'America/New_York', 'en-US', /^\d{1,2}:\d\d [AP]M$/, /1\.3 ?MB/],
  ['en-GB', 'Europe/London', 'en-GB', /^\d\d:\d\d$/, /1\.3 ?MB/],
  ['de-DE', 'Europe/Berlin', 'en-DE', /^\d\d:\d\d$/, /1,3 ?MB/],
  ['es-ES', 'Atlantic/Canary', 'es-ES', /^\d{1,2}:\d\d$/, /1,3 ?MB/],
  ['es-MX', 'America/Mexico_City', 'es-MX', /^\d{1,2}:\d\d (a|p)\.m\.$/, /1\.3 ?MB/],
  ['en-IN', 'Asia/Kolkata', 'en-IN', /^\d{1,2}:\d\d [ap]m$/, /1\.3 ?MB/],
] as const)
  test(`a browser of ${locale} in ${timezoneId} has its clock, its zone and its numbers`, async ({ open }) => {
    const ana = await open('ana', { locale, timezoneId })
    await openOne(ana)
    await expectClocks(ana, regional, timezoneId)
    expect(plain(await log(ana).locator('article time').first().innerText())).toMatch(clock)
    expect(await sizeShown(ana)).toMatch(size)
    // Moments to snooze until: each with its weekday, and the same clock.
    await log(ana).focus()
    await ana.keyboard.press('b')
    const options = ana.getByRole('option')
    await expect(options.first()).toBeVisible()
    const bare = clock.source.replace(/^\^|\$$/g, '')
    for (const text of await options.allInnerTexts()) if (/\d:\d\d/.test(text)) expect(plain(text)).toMatch(new RegExp(`\\p{L}{2,4}\\.?,? .*${bare}$`, 'mu'))
  })

test('what a person chose goes before the browser’s region and zone, until they choose the browser again', async ({ open }) => {
  const kenji = await open('kenji', { locale: 'en-US', timezoneId: 'America/New_York' })
  const choose = async (zone: string, clock: string) => {
    await kenji.goto('/settings/profile')
    await kenji.getByLabel('Time zone').selectOption(zone)
    await kenji.getByLabel('Time format').selectOption({ label: clock })
    await kenji.getByRole('button', { name: 'Save' }).last().click()
    await expect(kenji.getByText('Saved.')).toBeVisible()
  }
  await choose('Asia/Tokyo', '24-hour')
  await openOne(kenji)
  await expectClocks(kenji, 'en-US-u-hc-h23', 'Asia/Tokyo')
  await kenji.reload()
  await expectClocks(kenji, 'en-US-u-hc-h23', 'Asia/Tokyo')
  // The same person at another browser: the choice is theirs, the region is the browser's.
  const elsewhere = await open('kenji', { locale: 'de-DE', timezoneId: 'Europe/Berlin' })
  await openOne(elsewhere)
  await expectClocks(elsewhere, 'en-DE-u-hc-h23', 'Asia/Tokyo')
  await choose('Europe/Madrid', '12-hour')
  await openOne(kenji)
  await expectClocks(kenji, 'en-US-u-hc-h12', 'Europe/Madrid')
  await elsewhere.reload()
  await expectClocks(elsewhere, 'en-DE-u-hc-h12', 'Europe/Madrid')
  await choose('', 'Browser default')
  await openOne(kenji)
  await expectClocks(kenji, 'en-US', 'America/New_York')
  await elsewhere.reload()
  await expectClocks(elsewhere, 'en-DE', 'Europe/Berlin')
})

for (const [locale, timezoneId, clock] of [
  ['en-US', 'America/Los_Angeles', /\d{1,2}:\d\d [AP]M/],
  ['de-DE', 'Europe/Berlin', /\d\d:\d\d/],
  ['es-ES', 'Europe/Madrid', /\d{1,2}:\d\d/],
] as const)
  withSites(`a visitor of ${locale} reads their own clock in the chat`, async ({ open, sites }) => {
    const page = await open(null, { locale, timezoneId })
    await page.goto(sites.friend)
    await page.locator('button[aria-expanded]').click()
    const field = page.frameLocator('iframe').getByRole('textbox')
    await field.fill('What time is it?')
    await field.press('Enter')
    const time = page.frameLocator('iframe').getByRole('log').locator('time').last()
    await expect(time).toBeVisible()
    const at = (await time.getAttribute('datetime')) ?? ''
    const language = locale.startsWith('es') ? 'es-ES' : locale === 'de-DE' ? 'en-DE' : locale
    const text = plain(await time.innerText())
    expect(text).toMatch(clock)
    expect(text).toBe(plain(new Intl.DateTimeFormat(language, { timeStyle: 'short', timeZone: timezoneId }).format(new Date(at))))
  })
