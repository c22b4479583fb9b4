import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { startProviders } from '../lib/stand-in/providers'
import { expect, expectAccessible, test } from './fixtures'
import type { Server } from './server'

test('an agent answers one message, reacts, mends and takes back an answer, and the customer sees it', async ({ open, server }) => {
  const far = await startProviders()
  try {
    const { webhook_url: webhookUrl } = await connect(server, { botToken: '77:SECRETTOKEN', webhookSecret: 'S', baseUrl: far.url })
    const line = far.connect('telegram', { webhookUrl, secret: 'S' })
    const ana = await open('ana')
    const said = (message_id: number, text: string) => {
      const chat = { id: 6001, type: 'private', first_name: 'Nadia' }
      return line.post({ update_id: 7_000_000 + message_id, message: { message_id, date: Math.floor(Date.now() / 1000), chat, from: { id: 6001 }, text } })
    }
    expect(await said(11, 'Is the blue one in stock?')).toBe(200)
    expect(await said(12, 'And do you ship to Malta?')).toBe(200)

    await ana.goto('/inbox?view=unassigned')
    await ana.getByRole('link', { name: /Nadia/ }).click()
    const log = ana.getByRole('log')
    const first = log.getByRole('article', { name: /Nadia/ }).filter({ hasText: 'blue one' })
    await expect(first).toBeVisible()

    // By key, on the message under the pointer.
    await first.hover()
    await ana.keyboard.press('q')
    await expect(ana.getByRole('button', { name: /In reply to Nadia: Is the blue one/ })).toBeVisible()
    await ana.keyboard.type('Yess, it is')
    await ana.keyboard.press('Control+Enter')
    const answer = log.getByRole('article').filter({ hasText: 'Yess, it is' })
    await expect(answer.getByRole('button', { name: /In reply to/ })).toContainText('Is the blue one in stock?')
    await expect.poll(() => far.sent.map((m) => [m.text, m.replyTo])).toEqual([['Yess, it is', '11']])
    await expect(ana.getByRole('button', { name: /In reply to Nadia:/ })).toHaveCount(0)

    // A press on the quote shows it.
    await answer.getByRole('button', { name: /In reply to/ }).click()
    await expect(first).toBeFocused()

    // Reactions: which ones reach the customer stands in the menu, and on the message.
    await first.getByRole('button', { name: 'Actions for this message' }).click()
    await expect(ana.getByText(/The customer sees 👍/)).toBeVisible()
    await expectAccessible(ana)
    await ana.getByRole('menuitemcheckbox', { name: 'Thumbs up' }).click()
    await expect(first.getByRole('button', { name: /Thumbs up: You. The customer sees this/ })).toBeVisible()
    expect(far.done.at(-1)).toMatchObject({ kind: 'react', id: '11', value: '👍' })

    // Edited, and taken back.
    await answer.hover()
    await answer.getByRole('button', { name: 'Actions for this message' }).click()
    await ana.getByRole('menuitem', { name: 'Edit' }).click()
    await ana.getByLabel('Edit message').fill('Yes, it is')
    await ana.getByRole('button', { name: 'Save' }).click()
    await expect.poll(() => far.done.at(-1)).toMatchObject({ kind: 'edit', value: 'Yes, it is' })
    const mended = log.getByRole('article').filter({ hasText: 'Yes, it is' })
    await expect(mended.getByText('edited')).toBeVisible()
    await mended.hover()
    await mended.getByRole('button', { name: 'Actions for this message' }).click()
    await ana.getByRole('menuitem', { name: 'Delete' }).click()
    await expect(ana.getByText('It is deleted for the customer too.')).toBeVisible()
    await ana.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
    await expect(log.getByText('This message was deleted')).toBeVisible()
    expect(far.done.at(-1)).toMatchObject({ kind: 'delete' })

    // While a reply is typed the customer sees it; nobody sees a note being typed.
    const typed = () => far.done.filter((d) => d.kind === 'typing').length
    const before = typed()
    await ana.getByRole('textbox', { name: 'Reply' }).press('a')
    await expect.poll(typed).toBeGreaterThan(before)
    await expectAccessible(ana)
  } finally {
    await far.close()
  }
})

/** A bot of ours, by the command line. */
async function connect(server: Server, settings: object): Promise<{ webhook_url: string }> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['lib/host/parley.mjs', 'channel', 'create', '--type', 'telegram', '--name', 'Acts bot', '--settings', JSON.stringify(settings), '--json'],
    { env: { ...process.env, DATA_DIR: server.dataDir, APP_URL: server.url, CHANNELS_ALLOW_PRIVATE: '1' } },
  )
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '')
}
