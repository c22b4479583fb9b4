import type * as dnsTypes from 'node:dns'
import { createServer, type Server } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { isFault, call, download } from './http'
import { email } from './email'
import { emailSettings } from './email/settings'
import { lend } from './email/token'
import { fetchProvider } from './outside'
import { tryChannel } from './try'
import { samples } from './samples'

/** A name that leads inside, as its owner may decide between a check and a call. */
vi.mock('node:dns', async (original) => {
  const dns = await original<typeof dnsTypes>()
  const lookup = (host: string, options: object, done: (e: Error | null, found: { address: string; family: number }[]) => void) =>
    host === 'rebound.test' ? done(null, [{ address: '127.0.0.1', family: 4 }]) : dns.lookup(host, options as never, done as never)
  return { ...dns, lookup }
})

let inside: Server
let [port, calls] = [0, 0]
beforeAll(async () => {
  inside = createServer((socket) => {
    calls++
    socket.on('error', () => {})
    socket.end('HTTP/1.1 200 OK\r\ncontent-length: 6\r\n\r\nsecret')
  })
  await new Promise<void>((done) => void inside.listen(0, '127.0.0.1', done))
  const at = inside.address()
  port = at && typeof at === 'object' ? at.port : 0
})
afterAll(() => void inside.close())
afterEach(() => {
  vi.unstubAllEnvs()
  calls = 0
})

const HOSTS = ['127.0.0.1', 'localhost', '2130706433', '0x7f.1', '0177.0.0.1', '127.1', '[::1]', '[::ffff:127.0.0.1]', '[::127.0.0.1]', '0.0.0.0', 'rebound.test']
const INSIDE = [...HOSTS, '10.0.0.1', '192.168.1.1', '169.254.169.254', '172.16.0.1', '100.64.0.1', '[fd00::1]', '[fe80::1]', '[64:ff9b::7f00:1]']
const stop = () => AbortSignal.timeout(5000)
const mailbox = (host: string) =>
  emailSettings.parse({
    address: 'a@x.test',
    imapHost: host,
    imapPort: port,
    imapSecurity: 'none',
    smtpHost: host,
    smtpPort: port,
    smtpSecurity: 'none',
    imapPassword: 'p',
    smtpPassword: 'p',
  })

it('connects to no private address that a setting names, however it is written', async () => {
  vi.stubEnv('CHANNELS_ALLOW_PRIVATE', '0')
  for (const host of INSIDE) {
    const base = `http://${host}:${port}`
    const answer = await call(base, {}, stop())
    expect(isFault(answer) && [answer.class, answer.code, answer.message.includes('CHANNELS_ALLOW_PRIVATE')], host).toEqual(['account', 'private_address', true])
    for (const type of ['whatsapp', 'messenger', 'instagram', 'telegram', 'sms'] as const)
      expect(await tryChannel({ type, key: 'k', settings: { ...samples[type].settings, baseUrl: base } }), `${type} ${host}`).toMatchObject({ code: 'private_address' })
    expect(await lend({ ...mailbox('x.test'), refreshToken: 'r', tokenUrl: base }), host).toMatchObject({ code: 'private_address' })
    await expect(download(`${base}/file`, { hosts: [], base }, stop()), host).rejects.toThrow('private')
  }
  expect(calls).toBe(0)
})

it('connects to no mail server there either', async () => {
  vi.stubEnv('CHANNELS_ALLOW_PRIVATE', '0')
  // A setting takes names and addresses of mail servers without brackets and dots in IPv6.
  for (const host of [
    '127.0.0.1',
    'localhost',
    '2130706433',
    '0x7f.1',
    '0177.0.0.1',
    '127.1',
    '::1',
    '::ffff:7f00:1',
    '0.0.0.0',
    'rebound.test',
    '10.0.0.1',
    'fd00::1',
  ]) {
    const s = mailbox(host)
    const refused = { class: 'account', code: 'private_address' }
    expect(await email.check?.(s, stop()), host).toMatchObject(refused)
    expect(await email.check?.({ ...s, receive: 'postmark' }, stop()), host).toMatchObject(refused)
    expect(await email.check?.({ ...s, imapSecurity: 'tls', smtpSecurity: 'tls' }, stop()), host).toMatchObject(refused)
  }
  expect(calls).toBe(0)
})

it('connects when the operator allows it', async () => {
  vi.stubEnv('CHANNELS_ALLOW_PRIVATE', '1')
  expect(await (await fetchProvider(`http://127.0.0.1:${port}`)).text()).toBe('secret')
  expect(calls).toBeGreaterThan(0)
})

/** A server that is no provider of anything, and answers everybody with this. */
async function answering(words: string): Promise<{ at: number; close: () => void }> {
  const server = createServer((socket) => {
    socket.on('error', () => {})
    if (!words.startsWith('HTTP')) return void socket.end(words)
    socket.on('data', () => socket.end(words))
  })
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done))
  const at = server.address()
  return { at: at && typeof at === 'object' ? at.port : 0, close: () => void server.close() }
}

const SAID = JSON.stringify({
  error: { message: 'hunter2', error_user_msg: 'hunter2', title: 'hunter2', type: 'hunter2', error_data: { details: 'hunter2' } },
  error_description: 'hunter2',
  description: 'hunter2',
  message: 'hunter2',
  code: 'hunter2',
})

it.each([400, 401, 403, 404, 429, 500, 503, 200])('where it is allowed, what answers %i inside is told by its status alone', async (status) => {
  vi.stubEnv('CHANNELS_ALLOW_PRIVATE', '1')
  for (const body of [SAID, SAID.replace(/"error":\{.*?\}\}/, '"error":"hunter2"'), '{"ok":false,"description":"hunter2"}', '"hunter2"', 'hunter2'])
    for (const header of ['', 'retry-after: 5\r\n']) {
      const server = await answering(`HTTP/1.1 ${status} hunter2\r\n${header}content-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`)
      const base = `http://127.0.0.1:${server.at}`
      for (const type of ['whatsapp', 'messenger', 'instagram', 'telegram', 'sms'] as const) {
        const fault = await tryChannel({ type, key: 'k', settings: { ...samples[type].settings, baseUrl: base } })
        // One asks no more than whether the account is there.
        if (status !== 200) expect(fault, type).toMatchObject({ class: expect.any(String) })
        expect(JSON.stringify(fault), type).not.toContain('hunter2')
      }
      const lent = await lend({ ...mailbox('x.test'), refreshToken: 'r', tokenUrl: base })
      expect(lent).toMatchObject({ class: expect.any(String) })
      expect(JSON.stringify(lent)).not.toContain('hunter2')
      server.close()
    }
})

it.each(['SSH-2.0-hunter2\r\n', '-ERR hunter2\r\n', '400 hunter2\r\n', 'HTTP/1.1 400 hunter2\r\ncontent-length: 7\r\n\r\nhunter2', '* hunter2\r\n', '* BYE hunter2\r\n'])(
  'what greets a mailbox with %j is told by what it is, not by its words',
  async (words) => {
    vi.stubEnv('CHANNELS_ALLOW_PRIVATE', '1')
    const server = await answering(words)
    const s = { ...mailbox('127.0.0.1'), imapPort: server.at, smtpPort: server.at }
    for (const settings of [s, { ...s, receive: 'postmark' as const }]) {
      const fault = await email.check?.(settings, stop())
      expect(fault).toMatchObject({ class: expect.any(String) })
      expect(JSON.stringify(fault)).not.toContain('hunter2')
    }
    server.close()
  },
)
