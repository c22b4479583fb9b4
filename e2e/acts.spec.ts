import { createServer } from 'node:http'
import { startProviders } from '../lib/stand-in/providers'
import { expect, expectAccessible, test } from './fixtures'

test('an agent answers one message, reacts, mends and takes back an answer, and the customer sees it', async ({ open }) => {
  const far = await startProviders()
  const door = await hear(far.url)
  try {
    const ana = await open('ana')
    await ana.goto('/settings/channels')
    await ana.getByRole('link', { name: 'Connect Telegram' }).click()
    await expect(ana.getByText('Open @BotFather')).toBeVisible()
    await ana.getByLabel('Name', { exact: true }).fill('Acts bot')
    await ana.getByLabel('Bot token').fill('77:SECRETTOKEN')
    await ana.getByText('More settings').click()
    await ana.getByLabel('Address of the provider’s API').fill(door.url)
    await ana.getByRole('button', { name: 'Connect and test' }).click()
    await expect(ana.getByLabel('Webhook address')).toBeVisible()
    const webhookUrl = await ana.getByLabel('Webhook address').inputValue()
    const secret = await door.secret
    const line = far.connect('telegram', { webhookUrl, secret })
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
    await ana.getByRole('menuitem', { name: 'Remove' }).click()
    await expect(ana.getByText('It is taken back from the customer too.')).toBeVisible()
    await ana.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
    await expect(log.getByText('This message was removed')).toBeVisible()
    expect(far.done.at(-1)).toMatchObject({ kind: 'delete' })

    // While a reply is typed the customer sees it; nobody sees a note being typed.
    const typed = () => far.done.filter((d) => d.kind === 'typing').length
    const before = typed()
    await ana.getByRole('textbox', { name: 'Reply' }).press('a')
    await expect.poll(typed).toBeGreaterThan(before)
    await expectAccessible(ana)
  } finally {
    await door.close()
    await far.close()
  }
})

/** Passes calls on to the provider, and hears with what secret it is to call us. */
async function hear(to: string) {
  let told = (_secret: string) => {}
  const secret = new Promise<string>((ok) => (told = ok))
  const server = createServer((req, res) => {
    const chunks: Buffer[] = []
    req.on('data', (c: Buffer) => chunks.push(c))
    req.on('end', async () => {
      const body = Buffer.concat(chunks)
      const said = /"secret_token":"([^"]+)"/.exec(body.toString('utf8'))?.[1]
      if (said) told(said)
      const answer = await fetch(to + (req.url ?? ''), {
        method: req.method,
        body: body.length > 0 ? body : undefined,
        headers: { 'content-type': req.headers['content-type'] ?? '' },
      })
      res.writeHead(answer.status, { 'content-type': 'application/json' }).end(await answer.text())
    })
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const at = server.address()
  if (!at || typeof at === 'string') throw new Error('no port')
  return { url: `http://127.0.0.1:${at.port}`, secret, close: () => new Promise<void>((done) => void server.close(() => done())) }
}
