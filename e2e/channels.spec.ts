import { createHmac } from 'node:crypto'
import { startProviders } from '../lib/stand-in/providers'
import { expect, expectAccessible, test } from './fixtures'

test('an admin connects a bot, sees why it does not work, mends it, sees each step ticked, pauses it, deletes it and thinks again', async ({ open }) => {
  const [far, gone] = [await startProviders(), await startProviders()]
  await gone.close()
  try {
    const ana = await open('ana', { viewport: { width: 390, height: 800 } })
    await ana.goto('/settings/channels')
    await ana.getByRole('link', { name: 'Connect Telegram' }).click()
    await expect(ana.getByText('Open @BotFather')).toBeVisible()
    await expect(ana).toHaveTitle(/Connect/)
    await expectAccessible(ana)
    expect(await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)

    // What is wrong is said as soon as the field is left; what was typed stays after a refusal, the secret apart.
    await ana.getByLabel('Name', { exact: true }).fill('Shop bot')
    await ana.getByLabel('Bot token').fill('not a token!')
    await ana.getByText('Advanced settings').click()
    await expect(ana.getByText('This is missing or not valid.')).toHaveCount(1)
    await ana.getByLabel('API base URL of the provider').fill(gone.url)
    await ana.getByRole('button', { name: 'Connect and test' }).click()
    await expect(ana.getByRole('alert').filter({ hasText: 'not valid' })).toBeVisible()
    await expect(ana.getByLabel('Name', { exact: true })).toHaveValue('Shop bot')
    await expect(ana.getByLabel('Bot token')).toHaveValue('')

    // Nobody answers there: the channel exists, its page says what is wrong, and so does the inbox to admins.
    await ana.getByLabel('Bot token').fill('77:SECRETTOKEN')
    await ana.getByRole('button', { name: 'Connect and test' }).click()
    await expect(ana.getByRole('heading', { name: 'Shop bot' })).toBeVisible()
    await expect(ana.getByRole('region', { name: 'It does not work' })).toContainText('The provider cannot be reached.')
    await ana.getByRole('button', { name: 'Test', exact: true }).click()
    await expect(ana.getByRole('alert').filter({ hasText: 'busy' })).toContainText('The provider cannot be reached or is busy.')
    await expectAccessible(ana)
    expect(await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    expect(await ana.content()).not.toContain('SECRETTOKEN')
    const page = ana.url()
    const [ben, atInbox] = [await open('ben'), await open('ana')]
    await atInbox.goto('/inbox')
    await expect(atInbox.getByText('“Shop bot” does not work')).toBeVisible()
    await atInbox.getByRole('link', { name: 'See what is wrong' }).click()
    await expect(atInbox.getByRole('heading', { name: 'Shop bot' })).toBeVisible()
    await atInbox.goBack()
    await expect(atInbox.getByText('“Shop bot” does not work')).toBeVisible()
    await ben.goto('/inbox')
    await expect(ben.getByRole('navigation').getByText('Shop bot')).toBeVisible()
    await expect(ben.getByText('does not work')).toHaveCount(0)

    // Another address: the token would be sent there, so it is asked for again.
    await ana.getByText('Advanced settings').click()
    await ana.getByLabel('API base URL of the provider').fill(far.url)
    await expect(ana.getByText('The address it is sent to changes: enter it again.')).toBeVisible()
    await ana.getByLabel('Bot token').fill('77:SECRETTOKEN')
    await ana.getByRole('button', { name: 'Save and test' }).click()
    await expect(ana.getByText('Saved. It works.')).toBeVisible()
    await expect(ana.getByRole('region', { name: 'It does not work' })).toHaveCount(0)
    await expect(atInbox.getByText('does not work')).toHaveCount(0)

    // A customer writes: the page ticks the last step by itself.
    await expect(ana.getByText('1 of 2 seen')).toBeVisible()
    await far.line('telegram')?.say('7001', 'Is anybody there?')
    await expect(ana.getByText('2 of 2 seen')).toBeVisible({ timeout: 15_000 })

    await ana.getByRole('button', { name: 'Pause' }).click()
    await ana.getByRole('dialog').getByRole('button', { name: 'Pause' }).click()
    await expect(ana.getByRole('button', { name: 'Resume' })).toBeVisible()
    await far.line('telegram')?.say('7001', 'Hello?')
    await ana.getByRole('button', { name: 'Resume' }).click()
    await expect(ana.getByRole('button', { name: 'Pause' })).toBeVisible()

    // What waited has arrived.
    await ben.getByRole('navigation').getByText('Shop bot').click()
    await ben
      .getByRole('link', { name: /Hello\?/ })
      .first()
      .click()
    await expect(ben.getByRole('log')).toContainText('Hello?')

    // Deleted: its conversations can be read and not answered.
    await ana.getByRole('button', { name: 'Delete', exact: true }).click()
    const dialog = ana.getByRole('dialog')
    await expect(dialog.getByRole('button', { name: 'Delete' })).toBeDisabled()
    await expectAccessible(ana)
    await dialog.getByLabel(/Type the channel’s name/).fill('Shop bot')
    await dialog.getByRole('button', { name: 'Delete' }).click()
    await expect(ana.getByText(/Shop bot is deleted/)).toBeVisible()
    await expectAccessible(ana)
    await expect(ben.getByRole('status').filter({ hasText: 'This channel was deleted' })).toBeVisible()
    expect(await far.line('telegram')?.say('7001', 'Too late')).toBe(404)

    await ana.getByRole('button', { name: 'Undo: bring back Shop bot' }).click()
    await expect(ana.getByRole('link', { name: 'Shop bot' })).toBeVisible()
    await expect(ben.getByRole('status').filter({ hasText: 'This channel was deleted' })).toHaveCount(0)
    await ana.goto(page)
    await expect(ana.getByRole('button', { name: 'Pause' })).toBeVisible()
  } finally {
    await far.close()
  }
})

test('what could not be acted on is shown with its reason, and tried again', async ({ open, server }) => {
  const ana = await open('ana')
  await ana.goto('/settings/channels/new/whatsapp')
  await ana.getByLabel('Name', { exact: true }).fill('A number with a rather long name for customers in Spain and Portugal')
  await ana.getByLabel('Phone number ID').fill('1550')
  await ana.getByLabel('Access token').fill('token')
  await ana.getByLabel('App secret').fill('secret')
  await ana.getByText('Advanced settings').click()
  await ana.getByLabel('API base URL of the provider').fill('http://127.0.0.1:1')
  await ana.getByRole('button', { name: 'Connect and test' }).click()
  await expect(ana.getByRole('region', { name: 'It does not work' })).toBeVisible()
  const [address, word] = [await ana.getByLabel('Webhook URL').inputValue(), await ana.getByLabel('Verify token').inputValue()]
  expect(address).toMatch(new RegExp(`^${server.url}/api/webhooks/whatsapp/[\\w-]{16}$`))

  // Meta proves the address; somebody else calls it too.
  expect(await (await ana.request.get(`${address}?hub.mode=subscribe&hub.verify_token=${word}&hub.challenge=42`)).text()).toBe('42')
  await expect(ana.getByText(/Verify and save.*\(done\)/)).toBeVisible({ timeout: 15_000 })
  expect((await ana.request.post(address, { data: '{}' })).status()).toBe(401)
  const body = JSON.stringify({
    object: 'whatsapp_business_account',
    entry: [
      {
        id: '1',
        changes: [
          { field: 'messages', value: { messaging_product: 'whatsapp', metadata: { phone_number_id: '1550' }, messages: [{ id: 'wamid.x', from: '34600111222' }] } },
        ],
      },
    ],
  })
  await ana.request.post(address, {
    data: body,
    headers: { 'content-type': 'application/json', 'x-hub-signature-256': `sha256=${createHmac('sha256', 'secret').update(body).digest('hex')}` },
  })
  await ana.reload()
  await expect(ana.getByRole('heading', { name: 'Received but not processed' })).toBeVisible()
  await expect(ana.getByRole('link', { name: 'Download as received' })).toBeVisible()
  await ana.getByText('Payload').click()
  await expect(ana.getByText('wamid.x')).toBeVisible()
  await expectAccessible(ana)

  // A verify token that somebody may have seen.
  await ana.getByRole('button', { name: 'Rotate' }).click()
  await ana.getByRole('dialog').getByRole('button', { name: 'Rotate' }).click()
  await expect(ana.getByLabel('Verify token')).not.toHaveValue(word)
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

test('a mailbox at a well-known provider needs only its address and password', async ({ open }) => {
  const ana = await open('ana')
  await ana.goto('/settings/channels/new/email')
  await ana.getByLabel('Email address').fill('us@gmail.com')
  await ana.getByLabel('Email address').blur()
  await expect(ana.getByText('Filled in for Gmail.')).toBeVisible()
  await expect(ana.getByLabel('IMAP server')).toHaveValue('imap.gmail.com')
  await expect(ana.getByLabel('SMTP port')).toHaveValue('465')
  // What only a service needs comes with the service.
  await expect(ana.getByLabel('Signing key of the service')).toBeHidden()
  await ana.getByLabel('How email arrives').selectOption('postmark')
  await expect(ana.getByLabel('Signing key of the service')).toBeVisible()
  await expect(ana.getByLabel('IMAP server')).toBeHidden()
})
