import { spawnSync } from 'node:child_process'
import { parseMail } from '../lib/channels/email/parse'
import { type Got, startSmtp } from '../lib/channels/email/testing/smtp'
import type { Page } from '@playwright/test'
import { expect, expectAccessible, test } from './fixtures'
import type { Server } from './server'

/** A mailbox that leaves over `port` and is brought its mails by a call; answers how to bring one. */
async function mailbox(server: Server, port: number, address: string): Promise<(headers: Record<string, string>, content: string) => Promise<void>> {
  const settings = { address, fromName: 'Desk', receive: 'postmark', webhookSecret: 'u:p', smtpHost: '127.0.0.1', smtpPort: port, smtpSecurity: 'none' }
  const made = spawnSync(
    process.execPath,
    ['dist/parley.mjs', 'channel', 'create', '--type', 'email', '--name', address, '--settings', JSON.stringify(settings), '--json'],
    { env: { ...process.env, DATA_DIR: server.dataDir, PARLEY_ROOT: process.cwd(), NODE_ENV: 'production' }, encoding: 'utf8' },
  )
  const { webhook_url: url } = JSON.parse(made.stdout) as { webhook_url: string }
  let n = 0
  return async (headers, content) => {
    const all = { From: 'Ann Lee <ann@customer.test>', To: address, 'Message-ID': `<${Date.now()}-${n++}@customer.test>`, 'MIME-Version': '1.0', ...headers }
    const raw = Object.entries(all).map(([k, v]) => `${k}: ${v}\r\n`)
    const answer = await fetch(`${server.url}${new URL(url).pathname}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Basic ${Buffer.from('u:p').toString('base64')}` },
      body: JSON.stringify({ MessageID: `pm-${Date.now()}-${n}`, OriginalRecipient: address, RawEmail: `${raw.join('')}${content}` }),
    })
    expect(answer.status).toBe(200)
  }
}

const text = (s: string) => `Content-Type: text/plain; charset=utf-8\r\n\r\n${s}`
const withFile = (s: string) =>
  `Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n${text(s)}\r\n--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename="bill.txt"\r\n\r\nForty-two\r\n--b--`

/** Waits for the n-th mail. The test writes faster than anybody reads: an answer that was held for it goes all the same. */
async function leaves(page: Page, smtp: { got: Got[] }, n: number): Promise<Got> {
  const anyway = page.getByRole('button', { name: 'Send anyway' })
  await expect
    .poll(async () => {
      if (await anyway.isVisible()) await anyway.click()
      return smtp.got.length
    })
    .toBe(n)
  return smtp.got[n - 1] ?? { raw: '', from: '', to: [] }
}

test('an answer by mail is written with its looks, survives a reload, and leaves with what it answers below', async ({ open, server, tolerate }) => {
  const smtp = await startSmtp()
  tolerate(/409/)
  try {
    const bring = await mailbox(server, smtp.port, 'looks@desk.test')
    await bring({ Subject: 'Broken lamp', Cc: 'Bo <bo@customer.test>' }, text('My lamp is broken.'))
    const ana = await open('ana')
    await ana.goto('/inbox?view=all&channel=email')
    await ana.getByRole('link', { name: /Broken lamp/ }).click()
    const words = ana.getByRole('textbox', { name: 'Reply' })
    const bar = ana.getByRole('toolbar', { name: 'Formatting' })
    await expect(bar).toBeVisible()
    await words.click()
    await ana.keyboard.type('Dear Ann, ')
    await ana.keyboard.press('Control+b')
    await expect(bar.getByRole('button', { name: 'Bold' })).toHaveAttribute('aria-pressed', 'true')
    await ana.keyboard.type('unplug it')
    await ana.keyboard.press('Control+b')
    await ana.keyboard.type('.')
    await ana.keyboard.press('Enter')
    await ana.keyboard.type('- now')
    await ana.keyboard.press('Enter')
    await ana.keyboard.type('or later')
    await expect(words.locator('li')).toHaveText(['now', 'or later'])

    // What is pasted becomes what may be sent, and nothing else.
    await words.evaluate((el) => {
      const data = new DataTransfer()
      data.setData('text/html', '<p style="color:red" onclick="x()"> see <i>this</i><img src="https://x.test/pixel"><script>window.evil=1</script></p>')
      data.setData('text/plain', 'see this')
      el.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await expect(words.locator('em')).toHaveText('this')
    expect(await words.innerHTML()).not.toMatch(/color|onclick|script|pixel/)
    // Cells of a spreadsheet come with a picture of themselves; they stay words, and an empty line stays one.
    await words.evaluate((el) => {
      const data = new DataTransfer()
      data.setData('text/html', '<table><tr><td>Lamp</td><td>49</td></tr></table><p>&nbsp;</p><p>end</p>')
      data.setData('text/plain', 'Lamp\t49\r\n\r\nend')
      data.items.add(new File(['x'], 'image.png', { type: 'image/png' }))
      el.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }))
    })
    await expect
      .poll(() => words.evaluate((el) => [...el.querySelectorAll('p')].slice(-3).map((p) => p.textContent)))
      .toEqual([expect.stringMatching(/Lamp\t49$/), '', 'end'])
    await expect(ana.getByText('image.png')).toHaveCount(0)
    await ana.keyboard.press('Control+z')
    await expectAccessible(ana)

    // To Ann and Bo; one press leaves Bo out, one takes him in again.
    await expect(ana.getByText('To: Ann Lee · Cc: Bo · Subject: Re: Broken lamp')).toBeVisible()
    await ana.getByRole('button', { name: 'Without Cc' }).click()
    await expect(ana.getByText('To: Ann Lee · Subject: Re: Broken lamp')).toBeVisible()
    await ana.getByRole('button', { name: 'Reply all' }).click()
    await ana.getByRole('button', { name: 'Change', exact: true }).click()
    await ana.getByRole('combobox', { name: 'Bcc' }).fill('boss@desk')
    await ana.getByRole('combobox', { name: 'Bcc' }).press('Enter')
    await ana.getByRole('button', { name: 'Send', exact: true }).click({ force: true })
    await expect(ana.getByRole('status').filter({ hasText: 'boss@desk is not an email address' })).toBeVisible()
    await ana.getByRole('button', { name: /Remove boss@desk/ }).click()
    await ana.getByRole('combobox', { name: 'Bcc' }).fill('boss@desk.test')
    await ana.getByRole('combobox', { name: 'Bcc' }).press('Enter')
    await ana.getByLabel('Subject').fill('Your lamp')
    await expect
      .poll(() => ana.evaluate(() => Object.entries(localStorage).some(([k, v]) => k.includes(':draft:') && v.includes('"unsaved":false') && v.includes('Your lamp'))))
      .toBe(true)

    await ana.reload()
    await expect(words.locator('strong')).toHaveText('unplug it')
    await expect(ana.getByText('Cc: Bo · Bcc: boss@desk.test · Subject: Your lamp')).toBeVisible()
    await words.click()
    await ana.keyboard.press('Control+Enter')
    const left = await leaves(ana, smtp, 1)
    await expect(ana.getByRole('article').last().locator('strong')).toHaveText('unplug it')
    await expect(words).toHaveText('')
    const mail = await parseMail(Buffer.from(left.raw))
    expect(mail).toMatchObject({ subject: 'Your lamp', to: [{ address: 'ann@customer.test' }], cc: [{ address: 'bo@customer.test' }] })
    expect(left.to).toEqual(['ann@customer.test', 'bo@customer.test', 'boss@desk.test'])
    expect(mail.html).toContain('<strong>unplug it</strong>')
    expect(mail.text).toMatch(/^Dear Ann, unplug it\.\n• now\n• or later ?see this\n\nOn .+ Ann Lee <ann@customer\.test> wrote:\n\n> My lamp is broken\.$/)
    await expect(ana.getByText('Subject: Re: Your lamp')).toBeVisible()
  } finally {
    await smtp.stop()
  }
})

for (const [key, left] of [
  ['ArrowLeft', ['one', 'tw!o']],
  ['Control+a', ['!']],
] as const)
  test(`what is typed and selected before the editor is there goes on in it (${key})`, async ({ open, server, tolerate }) => {
    const smtp = await startSmtp()
    tolerate(/409/)
    try {
      const bring = await mailbox(server, smtp.port, `slow-${key.length}@desk.test`)
      await bring({ Subject: `Slow line ${key}` }, text('Hello?'))
      const ana = await open('ana')
      await ana.goto('/inbox?view=all&channel=email')
      let release = () => {}
      const held = new Promise<void>((r) => (release = r))
      // The editor is what comes last.
      await expect(ana.getByRole('link', { name: `Slow line ${key}` })).toBeVisible()
      await ana.route('**/_next/static/chunks/**', async (route) => {
        const response = await route.fetch()
        if ((await response.text()).includes('ProseMirror')) await held
        await route.fulfill({ response })
      })
      await ana.getByRole('link', { name: `Slow line ${key}` }).click()
      const plain = ana.locator('textarea[aria-label="Reply"]')
      await plain.click()
      await ana.keyboard.type('one\ntwo')
      await ana.keyboard.press(key)
      await expect(plain).toHaveValue('one\ntwo')
      release()
      await expect(ana.getByRole('toolbar', { name: 'Formatting' })).toBeVisible()
      await ana.keyboard.type('!')
      await expect(ana.getByRole('textbox', { name: 'Reply' }).locator('p')).toHaveText([...left])
    } finally {
      await smtp.stop()
    }
  })

test('a mail is forwarded with its file; the answer to that joins, and the customer gets none of it', async ({ open, server, tolerate }) => {
  const smtp = await startSmtp()
  tolerate(/409/)
  try {
    const bring = await mailbox(server, smtp.port, 'forward@desk.test')
    await bring({ Subject: 'Wrong bill' }, withFile('The bill is wrong.'))
    const ana = await open('ana', { viewport: { width: 390, height: 800 } })
    await ana.goto('/inbox?view=all&channel=email')
    await ana.getByRole('link', { name: /Wrong bill/ }).click()
    await ana.getByRole('button', { name: 'Forward', exact: true }).click()
    await expect(ana.getByRole('combobox', { name: 'To' })).toBeFocused()
    await expect(ana.getByLabel('Subject')).toHaveValue('Fwd: Wrong bill')
    await expect(ana.getByRole('checkbox', { name: 'bill.txt' })).toBeChecked()
    await ana.getByRole('button', { name: 'Send', exact: true }).click({ force: true })
    await expect(ana.getByRole('status').filter({ hasText: 'Add a recipient' })).toBeVisible()
    await ana.getByRole('combobox', { name: 'To' }).fill('Cara <cara@accounts.test>')
    await ana.getByRole('textbox', { name: 'Reply' }).click()
    await ana.keyboard.type('Is this so?')
    await expectAccessible(ana)
    expect(await ana.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBe(0)
    const field = await ana.getByLabel('Subject').boundingBox()
    expect((field?.x ?? 0) + (field?.width ?? 0)).toBeLessThan(390)
    await ana.getByRole('button', { name: 'Send', exact: true }).click()
    const left = await leaves(ana, smtp, 1)
    await expect(ana.getByText('Forwarded to cara@accounts.test')).toBeVisible()
    await expect(ana.getByText('Not sent to the customer')).toBeVisible()
    const mail = await parseMail(Buffer.from(left.raw))
    expect(left.to).toEqual(['cara@accounts.test'])
    expect(mail.text).toMatch(/^Is this so\?\n\n-+ Forwarded message -+\nFrom: Ann Lee <ann@customer\.test>/)
    expect(mail.files.map((f) => f.name)).toEqual(['bill.txt'])

    await bring(
      { From: 'Cara <cara@accounts.test>', To: mail.replyTo[0]?.address ?? '', Subject: 'Re: Fwd: Wrong bill', 'In-Reply-To': `<${mail.messageId}>` },
      text('It is ours. Do not tell.'),
    )
    await expect(ana.getByText('It is ours. Do not tell.', { exact: true })).toBeVisible()
    await expect(ana.getByText('To: Ann Lee · Subject: Re: Wrong bill')).toBeVisible()
    await ana.getByRole('textbox', { name: 'Reply' }).click()
    await ana.keyboard.type('We correct it.')
    await ana.keyboard.press('Control+Enter')
    const last = await leaves(ana, smtp, 2)
    expect(last.to).toEqual(['ann@customer.test'])
    expect(last.raw).not.toMatch(/cara|do not tell/i)
  } finally {
    await smtp.stop()
  }
})
