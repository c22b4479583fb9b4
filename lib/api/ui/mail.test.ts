import '../testing/data-dir'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reader } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { messageParts, messages } from '@/db/schema/messages'
import { eq } from 'drizzle-orm'
import { emailSettings } from '@/lib/channels/email/settings'
import { takeIn } from '@/lib/jobs/mail-intake'
import { pictureUrl } from '../pictures/address'
import { startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='
const settings = emailSettings.parse({ address: 'support@us.test' })

async function scene(headers = '') {
  const s = await makeScene()
  const channelId = (await makeChannel(s.workspace.id, 'email', { settings })).id
  const raw = Buffer.from(
    `From: Ann <ann@customer.test>\r\nTo: support@us.test, Bob <bob@customer.test>\r\nCc: carl@customer.test\r\nSubject: Printer\r\nMessage-ID: <p1@customer.test>\r\n${headers}Content-Type: multipart/related; boundary=b\r\n\r\n` +
      `--b\r\nContent-Type: text/html\r\n\r\n<p>Look <img src="cid:pic@x" alt="ours"><img src="https://track.test/p.gif"><script>x()</script></p><div class="gmail_quote">On Monday<blockquote>Old words</blockquote></div>\r\n` +
      `--b\r\nContent-Type: image/png; name=p.png\r\nContent-ID: <pic@x>\r\nContent-Transfer-Encoding: base64\r\n\r\n${PNG}\r\n--b--`,
  )
  const taken = await takeIn(s.workspace.id, channelId, settings, { raw })
  return { ...s, channelId, conversationId: taken.conversationId!, at: `/api/ui/messages/${taken.messageId}`, raw, web: await server.as(s.users.ana) }
}

describe('a mail on the screen', () => {
  it('says what it is, with its own pictures in its HTML and nothing from outside until asked', async () => {
    const s = await scene()
    const [m] = (await s.web.get(`/api/ui/conversations/${s.conversationId}/messages`)).body.messages
    expect(m).toMatchObject({
      body: 'Look',
      mail: { subject: 'Printer', from: { address: 'ann@customer.test' }, hasHtml: true, hasRemote: true, isFolded: true, hasOriginal: true },
    })
    expect(JSON.stringify(m)).not.toContain('content')
    const html = await s.web.get(`${s.at}/html`)
    expect(html.headers.get('content-security-policy')).toMatch(/^default-src 'none'; img-src data:; .*frame-ancestors 'self'; sandbox allow-popups/)
    const page = html.text
    expect(page).toContain(`src="data:image/png;base64,`)
    expect(page).not.toMatch(/track\.test|<script/)
    const asked = await s.web.get(`${s.at}/html?images=1`)
    expect(asked.headers.get('content-security-policy')).toContain("img-src data: 'self';")
    // Asked for, they come through us: nobody's browser calls the sender.
    expect(asked.text).not.toContain('track.test')
    expect(asked.text).toContain(`src="${pictureUrl('https://track.test/p.gif')}"`)
    expect((await s.web.get(`${s.at}/text`)).body.text).toContain('Old words')
    expect((await s.web.get(`${s.at}/original`)).text).toBe(s.raw.toString())
  })

  it('is nobody else’s', async () => {
    const s = await scene()
    const other = await server.as((await makeScene()).users.ana)
    for (const part of ['html', 'text', 'original']) {
      expect((await other.get(`${s.at}/${part}`)).status, part).toBe(404)
      expect((await fetch(`${server.url}${s.at}/${part}`)).status, part).toBe(401)
    }
  })

  it('is answered to all but ourselves, under its subject, unless the writer chooses', async () => {
    const s = await scene('Reply-To: Desk <desk@customer.test>\r\n')
    const at = `/api/ui/conversations/${s.conversationId}`
    expect((await s.web.get(`${at}/answer-to`)).body).toMatchObject({
      subject: 'Re: Printer',
      to: [{ address: 'desk@customer.test', name: 'Desk' }],
      cc: [
        { address: 'bob@customer.test', name: 'Bob' },
        { address: 'carl@customer.test', name: '' },
      ],
    })
    const send = async (mail?: object) =>
      (await s.web.send('POST', `${at}/messages`, { kind: 'reply', body: 'Hi', clientKey: crypto.randomUUID(), ...(mail ? { mail } : {}) })).body.message
    expect((await send()).mail).toMatchObject({
      subject: 'Re: Printer',
      to: [{ address: 'desk@customer.test' }],
      cc: [{ address: 'bob@customer.test' }, { address: 'carl@customer.test' }],
    })
    const chosen = await send({ to: ['bob@customer.test'], cc: [], bcc: ['boss@us.test'], subject: 'Other' })
    expect(chosen.mail).toMatchObject({ subject: 'Other', to: [{ address: 'bob@customer.test', name: 'Bob' }], cc: [], bcc: [{ address: 'boss@us.test' }] })
    // One mail, whatever it carries, and its name is known before it leaves.
    const db = await reader()
    const parts = await db.select().from(messageParts).where(eq(messageParts.messageId, chosen.id))
    const [stored] = await db.select().from(messages).where(eq(messages.id, chosen.id))
    expect(parts).toHaveLength(1)
    expect(stored?.meta.mail?.messageId).toBe(`${parts[0]?.clientRef}@us.test`)
    const wrong = await s.web.send('POST', `${at}/messages`, { kind: 'reply', body: 'Hi', clientKey: crypto.randomUUID(), mail: { to: ['x\r\nBcc: y@z.test'] } })
    expect(wrong.status).toBe(400)
  })
})
