import { createServer, type Server } from 'node:http'
import { eq } from 'drizzle-orm'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { reader } from '@/db/client'
import { makeChannel, makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { mailboxTokens } from '@/db/schema/mail'
import { messages } from '@/db/schema/messages'
import { email } from '@/lib/channels/email'
import { emailSettings } from '@/lib/channels/email/settings'
import { createChannel } from '@/lib/domain/channels/create'
import { startCustomer } from '@/lib/domain/conversations/start'
import { findOrCreateContact } from '@/lib/domain/contacts/find-or-create'
import { reply } from '@/lib/domain/messages/reply'
import { key } from '@/lib/domain/testing/expect'
import { deliver } from './deliver'
import { withToken } from './mail-token'
import { startWorker } from './worker'

/** A provider that lends tokens: what it was asked, and what it will answer. */
let asked: Record<string, string>[] = []
let answers: ((n: number) => [status: number, body: object])[] = []
let server: Server
let tokenUrl: string
let s: Awaited<ReturnType<typeof makeScene>>

const lends = (seconds: number, refresh?: string) => (n: number) =>
  [200, { access_token: `access-${n}`, expires_in: seconds, ...(refresh ? { refresh_token: refresh } : {}) }] as [number, object]

beforeEach(async () => {
  asked = []
  answers = []
  s = await makeScene()
  server = createServer(async (req, res) => {
    let body = ''
    for await (const chunk of req) body += String(chunk)
    asked.push(Object.fromEntries(new URLSearchParams(body)))
    const [status, answer] = (answers[asked.length - 1] ?? answers.at(-1) ?? lends(3600))(asked.length)
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
  })
  await new Promise<void>((ok) => server.listen(0, '127.0.0.1', ok))
  const at = server.address()
  tokenUrl = `http://127.0.0.1:${at && typeof at === 'object' ? at.port : 0}/token`
})
afterEach(() => new Promise<void>((ok) => server.close(() => ok())))

const settingsOf = (over = {}) => emailSettings.parse({ address: 'support@us.test', tokenUrl, clientId: 'us', clientSecret: 'hush', refreshToken: 'entered', ...over })
async function mailbox(settings = settingsOf()) {
  const { id } = await makeChannel(s.workspace.id, 'email', { settings })
  return () => withToken({ workspaceId: s.workspace.id, channelId: id }, settings)
}

it('is asked for once by all who need it, kept sealed, and renewed before it ends', async () => {
  answers = [lends(3600, 'newer'), lends(200), lends(3600)]
  const get = await mailbox()
  const three = await Promise.all([get(), get(), get()])
  expect(three.map((t) => 'accessToken' in t && t.accessToken)).toEqual(['access-1', 'access-1', 'access-1'])
  expect(await get()).toMatchObject({ accessToken: 'access-1' })
  expect(asked).toEqual([{ grant_type: 'refresh_token', refresh_token: 'entered', client_id: 'us', client_secret: 'hush' }])
  const [kept] = await (await reader()).select().from(mailboxTokens)
  expect(JSON.stringify(kept)).not.toMatch(/access-1|newer|entered/)
  // Another mailbox' token; this one ends in less than five minutes.
  const other = await mailbox(settingsOf({ refreshToken: 'other' }))
  expect(await other()).toMatchObject({ accessToken: 'access-2' })
  expect(await other()).toMatchObject({ accessToken: 'access-3' })
  expect(asked.map((a) => a.refresh_token)).toEqual(['entered', 'other', 'other'])
})

it('is got with the newest refresh token, or with the one entered when that was lost', async () => {
  answers = [lends(10, 'newer'), () => [400, { error: 'invalid_grant' }], lends(3600)]
  const get = await mailbox()
  await get()
  expect(await get()).toMatchObject({ accessToken: 'access-3' })
  expect(asked.map((a) => a.refresh_token)).toEqual(['entered', 'newer', 'entered'])
})

it('that is refused is a problem an admin can read; a provider that is away is only late', async () => {
  const get = await mailbox()
  answers = [() => [400, { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' }]]
  expect(await get()).toMatchObject({ class: 'account', code: 'token:invalid_grant', message: expect.stringContaining('refresh token') })
  answers = [() => [401, { error: 'invalid_client' }]]
  expect(await get()).toMatchObject({ class: 'account', message: expect.stringContaining('client ID') })
  answers = [() => [503, {}]]
  expect(await get()).toMatchObject({ class: 'retry' })
  answers = [() => [200, { nothing: 'here' }]]
  expect(await get()).toMatchObject({ class: 'account' })
  expect(await email.check?.(settingsOf({ smtpHost: 'x', imapHost: 'y' }), new AbortController().signal)).toMatchObject({ class: 'account' })
  expect(await withToken({ workspaceId: s.workspace.id, channelId: 1 }, settingsOf({ refreshToken: '' }))).toMatchObject({ accessToken: '' })
  expect(await (await reader()).select().from(mailboxTokens).where(eq(mailboxTokens.madeOf, ''))).toEqual([])
})

it('signs us in to send, and what stops it stands on the channel until it goes again', async () => {
  const signedIn: string[] = []
  const smtp = new SMTPServer({
    authMethods: ['XOAUTH2'],
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    onAuth(auth, _session, done) {
      signedIn.push(auth.accessToken ?? '')
      done(null, { user: auth.username })
    },
    onData: (stream, _session, done) => void stream.resume().on('end', () => done()),
  })
  await new Promise<void>((ok) => smtp.listen(0, '127.0.0.1', ok))
  const at = smtp.server.address()
  const smtpPort = at && typeof at === 'object' ? at.port : 0
  const channel = await createChannel(s.ana, {
    type: 'email',
    name: 'Mail',
    settings: settingsOf({ receive: 'postmark', webhookSecret: 'a:b', smtpHost: '127.0.0.1', smtpPort, smtpSecurity: 'none' }),
  })
  const problem = async () => (await (await reader()).select().from(channels).where(eq(channels.id, channel.id)))[0]?.problem
  const worker = startWorker({ handlers: { deliver }, pollMs: 20 })
  const write = async (body: string) => {
    const contact = await findOrCreateContact(
      { kind: 'channel', workspaceId: s.workspace.id, channelId: channel.id },
      { channelType: 'email', address: `${body}@x.test`, name: body },
    )
    const c = await startCustomer(s.ana, { channelId: channel.id, contactId: contact.id, title: body })
    const m = await reply(s.ana, { conversationId: c.id, body, clientKey: key() })
    return async () => (await (await reader()).select({ delivery: messages.delivery }).from(messages).where(eq(messages.id, m.id)))[0]
  }
  try {
    answers = [() => [400, { error: 'invalid_grant' }], lends(3600)]
    const first = await write('One')
    await vi.waitFor(async () => expect(await first()).toEqual({ delivery: 'failed' }), { timeout: 10_000 })
    expect(await problem()).toMatchObject({ code: 'token:invalid_grant' })
    const second = await write('Two')
    await vi.waitFor(async () => expect(await second()).toEqual({ delivery: 'sent' }), { timeout: 10_000 })
    expect(signedIn).toEqual(['access-2'])
    await vi.waitFor(async () => expect(await problem()).toBeNull())
  } finally {
    await worker.stop()
    await new Promise<void>((ok) => smtp.close(() => ok()))
  }
}, 30_000)
