/** Until when a customer may be written to, and what there is after that; the demo's customers, played by hand. */
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'

const log = (page: Page) => page.getByRole('log')
const reply = (page: Page) => page.getByRole('textbox', { name: 'Reply' })

async function openOne(page: Page, name: RegExp, channel: string) {
  await page.goto(`/inbox?view=all&channel=${channel}`)
  await page
    .getByRole('link', { name })
    .or(page.locator('[data-row]').filter({ hasText: name }))
    .first()
    .click()
  await expect(log(page).getByRole('article').first()).toBeVisible()
}

/** What came was on screen long enough to count as seen: an answer is not held. */
async function seen(page: Page) {
  const id = /\/c\/(\d+)/.exec(page.url())?.[1]
  await expect
    .poll(async () => {
      const { row } = (await (await page.request.get(`/api/ui/conversations/${id}`)).json()) as { row: { lastContentIndex: number; me: { lastReadIndex: number } } }
      return row.lastContentIndex - row.me.lastReadIndex
    })
    .toBe(0)
}

/** Takes a customer's place on the demo's own page. */
async function play(page: Page, name: RegExp) {
  await page.goto('/demo/customers')
  await page.getByRole('navigation', { name: 'Customers' }).getByRole('button', { name }).click()
  return page.getByRole('log', { name: 'What the customer sees' })
}

test('after the day only an approved text is left: chosen by key, filled in, sent and read', async ({ open }) => {
  const [ana, customer] = [await open('ana'), await open('ana', { viewport: { width: 390, height: 800 }, colorScheme: 'dark' })]
  const phone = await play(customer, /Isabel Santos/)
  await openOne(ana, /Isabel Santos/, 'whatsapp')
  await expect(ana.getByText('Isabel Santos last wrote more than 24 hours ago').first()).toBeVisible()
  await reply(ana).fill('Two handles are on their way')
  await reply(ana).press('Control+Enter')
  await expect(log(ana).getByText('Two handles are on their way')).toHaveCount(0)
  await expectAccessible(ana)

  await ana.getByRole('button', { name: 'Choose a template' }).click()
  const dialog = ana.getByRole('dialog')
  await expect(dialog.getByRole('option')).toHaveCount(5)
  await expect(dialog.getByRole('option', { name: /winter sale/ })).toHaveCount(0)
  await expectAccessible(ana, 'dialog')
  await ana.keyboard.type('way')
  await ana.keyboard.press('Enter')
  await expect(dialog.getByLabel('Header variable 1')).toBeFocused()
  await ana.keyboard.type('48290')
  await ana.keyboard.press('Enter')
  // Nothing leaves half filled in: the next empty place has the focus.
  await expect(dialog.getByLabel('Body variable 1')).toBeFocused()
  await expect(dialog.getByText('Fill this in first')).toHaveCount(3)
  await ana.keyboard.type('Isabel')
  await dialog.getByLabel('Body variable 2').fill('Friday')
  await dialog.getByLabel('Variable of the button “Track it”').fill('48290')
  await expect(dialog.getByRole('group', { name: 'Preview' })).toContainText('Hello Isabel, your order is on its way and should be with you on Friday.')
  await expectAccessible(ana, 'dialog')
  await ana.keyboard.press('Enter')
  await expect(dialog).toHaveCount(0)

  const sent = log(ana).getByRole('article').filter({ hasText: 'Hello Isabel, your order is on its way' })
  await expect(sent).toHaveCount(1)
  await expect(sent.getByRole('img', { name: 'Read' })).toBeAttached()
  await expect(phone).toContainText('order_on_its_way: 48290 · Isabel · Friday · 48290')
  // What was being written is still there, and may go once she has written.
  await expect(reply(ana)).toHaveValue('Two handles are on their way')
  await customer.getByRole('textbox', { name: 'Write as Isabel Santos' }).fill('Obrigada!')
  await customer.keyboard.press('Enter')
  await expect(log(ana).getByText('Obrigada!')).toBeVisible()
  await expect(ana.getByText(/\d (d|h|min) left to reply freely/)).toBeVisible()
  await seen(ana)
  await reply(ana).press('Control+Enter')
  await expect(phone).toContainText('Two handles are on their way')
})

test('the time runs out while somebody types: what was written stays, and sending is barred until the customer writes', async ({ open }) => {
  const [ana, customer] = [await open('ana'), await open('ana')]
  await play(customer, /Lucía Fernández/)
  // Whatever other journeys did with her conversation, it is open again.
  await customer.getByRole('textbox', { name: /Write as/ }).fill('¿Y a Tenerife?')
  await customer.keyboard.press('Enter')
  await openOne(ana, /Lucía Fernández/, 'instagram')
  await expect(ana.getByText(/\d (d|h|min) left to reply freely/)).toBeVisible()
  await customer.getByRole('button', { name: 'Let 25 hours pass' }).click()
  // People may go on for a week where Meta allowed it.
  await expect(ana.getByText(/\d (d|h|min) left for replies by people/)).toBeVisible()

  await play(customer, /Noah Williams/)
  await customer.getByRole('textbox', { name: /Write as/ }).fill('Hello again')
  await customer.keyboard.press('Enter')
  await openOne(ana, /Noah Williams/, 'messenger')
  await customer.getByRole('button', { name: 'Let 25 hours pass' }).click()
  const wait = ana.getByText('they must write first').first()
  await expect(wait).toBeVisible()
  await customer.getByRole('textbox', { name: /Write as/ }).fill('Great, thanks')
  await customer.keyboard.press('Enter')
  await expect(wait).toHaveCount(0)
  await seen(ana)
  await reply(ana).fill('And the garage is free')
  await customer.getByRole('button', { name: 'Let 25 hours pass' }).click()
  await expect(ana.getByText('they must write first. What you wrote is kept.').first()).toBeVisible()
  await reply(ana).press('Control+Enter')
  await expect(reply(ana)).toHaveValue('And the garage is free')
  await customer.getByRole('textbox', { name: /Write as/ }).fill('Is there parking?')
  await customer.keyboard.press('Enter')
  await expect(wait).toHaveCount(0)
  await seen(ana)
  await reply(ana).press('Control+Enter')
  await expect(customer.getByRole('log')).toContainText('And the garage is free')
})

test('a newcomer plays a new customer: words, a photo, a reaction, STOP', async ({ open }) => {
  const [ana, customer] = [await open('ana'), await open('ana')]
  await customer.goto('/demo/customers')
  await customer.getByRole('button', { name: 'New customer' }).click()
  await customer.getByLabel('Writes by').selectOption('telegram')
  await customer.getByLabel('Name').fill('Robin Vale')
  await customer.getByLabel('What do they write?').fill('Do you have this in green?')
  await expectAccessible(customer)
  await customer.getByRole('button', { name: 'Send' }).click()
  await openOne(ana, /Robin Vale/, 'telegram')
  await expect(log(ana).getByText('Do you have this in green?')).toBeVisible()
  await customer.getByRole('button', { name: 'Send a photo' }).click()
  await expect(
    log(ana)
      .getByRole('button', { name: /photo/ })
      .or(log(ana).getByRole('img', { name: /photo/ }))
      .first(),
  ).toBeVisible()
  await seen(ana)
  await reply(ana).fill('Yes, from Monday')
  await reply(ana).press('Control+Enter')
  const screen = customer.getByRole('log', { name: 'What the customer sees' })
  await expect(screen).toContainText('Yes, from Monday')
  await screen.getByRole('listitem').filter({ hasText: 'Yes, from Monday' }).hover()
  await customer.getByRole('button', { name: 'React with 👍' }).click()
  await expect(log(ana).getByText('👍')).toBeVisible()
  await expectAccessible(customer)
  await customer.getByRole('button', { name: 'Block the shop' }).click()
  await expect(ana.getByText('Robin Vale blocked us here.').first()).toBeVisible()
  await customer.getByRole('button', { name: 'Unblock the shop' }).click()
  await customer.getByRole('textbox', { name: 'Write as Robin Vale' }).fill('Sorry, wrong button')
  await customer.keyboard.press('Enter')
  await expect(ana.getByText('Robin Vale blocked us here.')).toHaveCount(0)
})

test('the demo’s customers write mails too, and an answer stays in its conversation', async ({ open }) => {
  const [ana, customer] = [await open('ana'), await open('ana')]
  await customer.goto('/demo/customers')
  await customer.getByRole('button', { name: 'New customer' }).click()
  await customer.getByLabel('Writes by').selectOption('email')
  await customer.getByLabel('Name').fill('Mika Lund')
  await customer.getByLabel('What do they write?').fill('The invoice is missing. Could you send it?')
  await customer.getByRole('button', { name: 'Send' }).click()
  await openOne(ana, /Mika Lund/, 'email')
  await seen(ana)
  await reply(ana).click()
  await ana.keyboard.type('It is on its way')
  await ana.keyboard.press('Control+Enter')
  await expect(customer.getByRole('log', { name: 'What the customer sees' })).toContainText('It is on its way')
  await customer.getByRole('textbox', { name: 'Write as Mika Lund' }).fill('Got it, thank you')
  await customer.keyboard.press('Enter')
  await expect(log(ana).getByText('Got it, thank you')).toBeVisible()
  await expect(log(ana).getByText('The invoice is missing').first()).toBeVisible()
})
