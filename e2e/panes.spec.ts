/** The conversation's bar of actions and the panes beside it, from wide windows to a phone. */
import type { Locator, Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const rows = '#list [data-row]'

/** Whether one is inside of the window, whole. */
const isInside = (page: Page, what: Locator) =>
  what.evaluate((el) => {
    const box = el.getBoundingClientRect()
    return box.width > 0 && box.left >= 0 && box.right <= innerWidth && document.documentElement.scrollWidth <= innerWidth
  })

test('a long title hides no action and moves nothing; actions have words, and a menu holds what has no room', async ({ open }) => {
  const ana = await open('ana', { viewport: { width: 1900, height: 850 } })
  await ana.goto('/inbox?view=all')
  await ana.locator(rows).filter({ hasText: 'Amara Okafor' }).click()
  const bar = ana.getByRole('toolbar', { name: 'Conversation actions' })
  await ana.getByRole('button', { name: 'Change the title' }).click()
  await ana.getByRole('textbox', { name: 'Title' }).fill('Delivery of the lamp '.repeat(9).trim())
  await ana.keyboard.press('Enter')
  await expect(ana.getByRole('main').getByRole('heading', { level: 1 })).toHaveText(/^Delivery of the lamp Delivery/)
  for (const label of ['Close', 'Snooze', 'Pending', 'Archive', 'Unread', 'Mute']) await expect(bar.getByText(label, { exact: true })).toBeVisible()
  await expect(bar.getByRole('button', { name: 'More actions' })).toHaveCount(0)
  for (const width of [1900, 1360, 1180, 800, 390]) {
    await ana.setViewportSize({ width, height: 850 })
    if (width < 1900) {
      await bar.getByRole('button', { name: 'More actions' }).click()
      const menu = ana.getByRole('menu', { name: 'More actions' })
      await expect(menu.getByRole('menuitem', { name: 'Mark unread' })).toBeVisible()
      // Never in both places.
      const inBar = await bar.getByRole('button', { name: 'Mark as pending' }).count()
      await expect(menu.getByRole('menuitem', { name: 'Mark as pending' })).toHaveCount(1 - inBar)
      await ana.keyboard.press('Escape')
    }
    for (const button of await bar.getByRole('button').all()) expect(await isInside(ana, button), `${width} px: ${await button.getAttribute('aria-label')}`).toBe(true)
    await ana.screenshot({ path: test.info().outputPath(`title-${width}.png`) })
  }
  await expectAccessible(ana)
})

test('views and details are as wide as they were left, and leave the thread its room', async ({ open }) => {
  const ana = await open('ana', { viewport: { width: 1400, height: 850 } })
  await ana.goto('/inbox?view=all')
  await ana.locator(rows).first().click()
  const widthOf = (id: string) => ana.locator(id).evaluate((el) => el.getBoundingClientRect().width)
  const [views, details] = [ana.getByRole('separator', { name: 'Width of the views' }), ana.getByRole('separator', { name: 'Width of the details' })]
  const before = [await widthOf('#views'), await widthOf('#details')]
  await views.press('ArrowRight')
  await expect.poll(() => widthOf('#views')).toBe((before[0] ?? 0) + 16)
  // The details stand at the other side of theirs: the same arrow makes them narrower.
  await details.press('ArrowRight')
  await expect.poll(() => widthOf('#details')).toBe((before[1] ?? 0) - 16)
  await ana.reload()
  await expect.poll(() => widthOf('#views')).toBe((before[0] ?? 0) + 16)
  await expect.poll(() => widthOf('#details')).toBe((before[1] ?? 0) - 16)
  for (const name of ['Width of the views', 'Width of the list', 'Width of the details']) await ana.getByRole('separator', { name }).press('End')
  await ana.setViewportSize({ width: 1190, height: 850 })
  expect(await ana.getByRole('log').evaluate((el) => el.getBoundingClientRect().width)).toBeGreaterThan(250)
  expect(await isInside(ana, details)).toBe(true)
  await expectAccessible(ana)
})

test('a channel’s long name can be read whole', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/inbox?view=all')
  const link = ana.getByRole('navigation', { name: 'Views' }).getByRole('link', { name: /^help@/ })
  const name = (await link.locator('bdi').textContent()) ?? ''
  expect(name.length).toBeGreaterThan(10)
  await expect(link.getByTitle(name, { exact: true })).toBeVisible()
  await link.click()
  await expect(ana.locator('#list').getByRole('heading', { level: 1 })).toHaveAttribute('title', name)
  await ana.locator(rows).first().click()
  await expect(ana.getByRole('complementary', { name: 'Details' }).getByTitle(name, { exact: true })).toBeVisible()
})

for (const locale of ['en-GB', 'es-ES'])
  test(`in the list of keys no key lies over another (${locale})`, async ({ open }) => {
    const ana = await open('ana', { locale })
    await ana.goto('/inbox?view=all')
    await ana.locator(rows).first().waitFor()
    await ana.keyboard.press('?')
    const keys = ana.getByRole('dialog').locator('dd')
    await expect(keys.first()).toBeVisible()
    for (const width of [1360, 800, 390]) {
      await ana.setViewportSize({ width, height: 850 })
      const over = await keys.evaluateAll((all) =>
        all.flatMap((el) =>
          (el.lastElementChild?.getBoundingClientRect().right ?? 0) > (el.closest('section')?.getBoundingClientRect().right ?? 0) + 1 ? [el.textContent] : [],
        ),
      )
      expect(over, `${width} px`).toEqual([])
    }
    await ana.screenshot({ path: test.info().outputPath('keys.png') })
  })

test('on a phone the open page of the settings is in sight in their line', async ({ open }) => {
  const ana = await open('ana', { viewport: { width: 390, height: 800 } })
  for (const name of ['Webhooks', 'Profile']) {
    await ana.goto(`/settings/${name.toLowerCase()}`)
    const link = ana.getByRole('navigation', { name: 'Settings' }).getByRole('link', { name })
    await expect.poll(() => isInside(ana, link)).toBe(true)
  }
})
