import { startProviders } from '../lib/stand-in/providers'
import { expect, expectAccessible, test } from './fixtures'

test('an admin connects a bot, sees why it does not work, mends it, pauses it', async ({ open, server }) => {
  const [far, gone] = [await startProviders(), await startProviders()]
  await gone.close()
  try {
    const ana = await open('ana', { viewport: { width: 390, height: 800 } })
    await ana.goto('/settings/channels')
    await ana.getByRole('link', { name: 'Connect Telegram' }).click()
    await expect(ana.getByText('write to @BotFather')).toBeVisible()
    await expectAccessible(ana)
    expect(await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)

    // A wrong token is refused before anything is made, and what was typed stays, the secret apart.
    await ana.getByLabel('Name', { exact: true }).fill('Shop bot')
    await ana.getByLabel('Bot token').fill('not a token!')
    await ana.getByText('More settings').click()
    await ana.getByLabel('Address of the provider’s API').fill(gone.url)
    await ana.getByRole('button', { name: 'Connect and test' }).click()
    await expect(ana.getByText('This is missing or has the wrong form.').first()).toBeVisible()
    await expect(ana.getByLabel('Name', { exact: true })).toHaveValue('Shop bot')
    await expect(ana.getByLabel('Bot token')).toHaveValue('')

    // Nobody answers there: the channel exists, and its page says what is wrong.
    await ana.getByLabel('Bot token').fill('77:SECRETTOKEN')
    await ana.getByRole('button', { name: 'Connect and test' }).click()
    await expect(ana.getByRole('heading', { name: 'Shop bot' })).toBeVisible()
    await expect(ana.getByRole('region', { name: 'It does not work' })).toContainText('The provider cannot be reached.')
    expect(await ana.getByLabel('Webhook address').inputValue()).toMatch(new RegExp(`^${server.url}/api/webhooks/telegram/[\\w-]{16}$`))
    await ana.getByRole('button', { name: 'Test' }).click()
    await expect(ana.getByRole('alert').filter({ hasText: 'busy' })).toContainText('The provider cannot be reached or is busy.')
    await expectAccessible(ana)
    expect(await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    expect(await ana.content()).not.toContain('SECRETTOKEN')

    // The right address, and the token as it was.
    await ana.getByText('More settings').click()
    await ana.getByLabel('Address of the provider’s API').fill(far.url)
    await ana.getByRole('button', { name: 'Save' }).click()
    await expect(ana.getByText('Saved.')).toBeVisible()
    await ana.getByRole('button', { name: 'Test' }).click()
    await expect(ana.getByText('It works.')).toBeVisible()
    await expect(ana.getByRole('region', { name: 'It does not work' })).toHaveCount(0)

    await ana.getByRole('button', { name: 'Switch off' }).click()
    await ana.getByRole('dialog').getByRole('button', { name: 'Switch off' }).click()
    await expect(ana.getByRole('button', { name: 'Switch on' })).toBeVisible()
  } finally {
    await far.close()
  }
})

test('each kind of channel has its steps and its form, in the dark too', async ({ open }) => {
  const ana = await open('ana', { colorScheme: 'dark', viewport: { width: 390, height: 800 } })
  for (const type of ['email', 'whatsapp', 'sms', 'messenger', 'instagram']) {
    await ana.goto(`/settings/channels/new/${type}`)
    await expect(ana.getByRole('listitem').first()).toBeVisible()
    await expectAccessible(ana)
    expect(await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth), type).toBe(0)
  }
})
