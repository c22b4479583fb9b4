import { dataDir } from '../testing/data-dir'
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeScene, makeUser } from '@/db/factories'
import { blobs } from '@/lib/blobs'
import { startTeam } from '@/lib/domain/conversations/start'
import { receive } from '@/lib/domain/messages/receive'
import { remove } from '@/lib/domain/messages/remove'
import { type Client, startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterEach(() => vi.restoreAllMocks())
afterAll(() => server.close())

const key = () => crypto.randomUUID()
const send = (who: Client, bytes: Uint8Array | string, name: string) =>
  who.send('POST', '/api/ui/attachments', bytes, { 'x-file-name': encodeURIComponent(name), 'content-type': 'application/octet-stream' })
const png = (width = 900, height = 600) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .png()
    .toBuffer()
const kept = () => readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).length

async function scene() {
  const s = await makeScene()
  const m = await receive(s.customer, { channelId: s.channel.id, contactId: s.contact.id, body: 'Hello' })
  const attach = (who: Client, ids: number[]) =>
    who.send('POST', `/api/ui/conversations/${m.conversationId}/messages`, { kind: 'note', body: '', clientKey: key(), attachmentIds: ids })
  return { ...s, conversationId: m.conversationId, web: await server.as(s.users.ana), ben: await server.as(s.users.ben), attach }
}

describe('attachments', () => {
  it('a picture goes up, is measured and shrunk, and is shown to the team once sent', async () => {
    const s = await scene()
    const bytes = await png()
    const { status, body: file } = await send(s.web, bytes, 'Bild é.png')
    expect(status).toBe(200)
    expect(file).toMatchObject({ name: 'Bild é.png', type: 'image/png', size: bytes.length, width: 900, height: 600, thumb: true })
    // Until it is sent it is the uploader's alone.
    expect((await s.ben.get(`/api/attachments/${file.id}`)).status).toBe(404)
    expect((await s.web.get(`/api/attachments/${file.id}`)).status).toBe(200)
    expect((await s.attach(s.web, [file.id])).body.message.attachments).toMatchObject([{ id: file.id }])
    const r = await fetch(`${server.url}/api/attachments/${file.id}`, { headers: { cookie: s.ben.cookie } })
    expect(Buffer.from(await r.arrayBuffer()).equals(bytes)).toBe(true)
    expect(Object.fromEntries(r.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "sandbox; default-src 'none'",
      'content-disposition': `inline; filename="Bild _.png"; filename*=UTF-8''Bild%20%C3%A9.png`,
      'cache-control': expect.stringContaining('private'),
    })
    expect((await s.ben.get(`/api/attachments/${file.id}`, { 'if-none-match': r.headers.get('etag') ?? '' })).status).toBe(304)
    const thumb = await fetch(`${server.url}/api/attachments/${file.id}/thumb`, { headers: { cookie: s.ben.cookie } })
    expect(await sharp(await thumb.arrayBuffer()).metadata()).toMatchObject({ format: 'webp', width: 480, height: 320 })
  })

  it('anything that is not a picture is saved, never opened, whatever it calls itself', async () => {
    const s = await scene()
    const hostile: [string, string, string, string][] = [
      ['<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', 'logo.svg', 'logo.svg', 'application/octet-stream'],
      ['<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', 'a.png', 'a.png', 'application/octet-stream'],
      ['<!doctype html><script>alert(1)</script>', 'photo.png', 'photo.png', 'text/plain'],
      ['%PDF-1.7\n%\u00e2\u00e3\n1 0 obj', '../../x.html', 'x.html', 'application/pdf'],
      ['GIF89a<script>alert(1)</script>', 'a.gif', 'a.gif', 'application/octet-stream'],
      ['plain', '..\\..\\evil\u202egnp.exe', 'evilgnp.exe', 'text/plain'],
      ['plain', '"; filename=x\r\nset-cookie: a=b', '_; filename=x set-cookie_ a=b', 'text/plain'],
      ['plain', '...', 'file', 'text/plain'],
      ['plain', '/etc/passwd\u0000.png', 'passwd.png', 'text/plain'],
    ]
    for (const [bytes, name, shown, type] of hostile) {
      const { status, body } = await send(s.web, bytes, name)
      expect([name, status, body.name, body.thumb, body.width]).toEqual([name, 200, shown, false, null])
      if (!shown.endsWith('.svg') && !bytes.startsWith('<?xml')) expect([name, body.type]).toEqual([name, type])
      expect(body.type).not.toMatch(/svg|html|xml/)
      const got = await s.web.get(`/api/attachments/${body.id}`)
      expect(got.headers.get('content-type')).toBe('application/octet-stream')
      expect(got.headers.get('content-disposition')).toMatch(/^attachment; /)
      expect(got.headers.get('set-cookie')).toBeNull()
    }
    expect((await s.web.send('POST', '/api/ui/attachments', 'x', { 'x-file-name': '%E0%A4%A' })).status).toBe(200)
  })

  it('a bomb or a broken picture is kept as bytes, without being decoded', async () => {
    const s = await scene()
    const bomb = await sharp({ create: { width: 12_000, height: 12_000, channels: 3, background: '#000' } })
      .png({ compressionLevel: 9 })
      .toBuffer()
    expect(bomb.length).toBeLessThan(1_000_000)
    for (const bytes of [bomb, (await png()).subarray(0, 700)]) {
      const { body } = await send(s.web, bytes, 'a.png')
      expect(body).toMatchObject({ type: 'application/octet-stream', thumb: false, width: null })
    }
  })

  it('multipart works too; empty, too large and wrong forms are refused and leave nothing', async () => {
    const s = await scene()
    const form = new FormData()
    form.set('file', new Blob([await png(10, 10)]), '../pic.png')
    const r = await fetch(`${server.url}/api/ui/attachments`, { method: 'POST', body: form, headers: { cookie: s.web.cookie, origin: server.url } })
    expect(await r.json()).toMatchObject({ name: 'pic.png', type: 'image/png', width: 10 })
    const before = kept()
    const big = new Uint8Array(25 * 1024 * 1024 + 1)
    expect((await send(s.web, big, 'big.bin')).status).toBe(413)
    // Without a stated length the bytes are counted as they come.
    const stream = new ReadableStream({ pull: (c) => c.enqueue(big.subarray(0, 1 << 20)) })
    const endless = await fetch(`${server.url}/api/ui/attachments`, {
      method: 'POST',
      body: stream,
      duplex: 'half',
      headers: { cookie: s.web.cookie, origin: server.url },
    } as RequestInit).catch(() => null)
    // The connection may be gone before the answer is read; either way nothing is kept.
    if (endless) expect(endless.status).toBe(413)
    expect((await send(s.web, '', 'nothing.txt')).body.error.reason).toBe('file_empty')
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=x'])
      expect((await s.web.send('POST', '/api/ui/attachments', 'nonsense', { 'content-type': type })).status).toBe(400)
    await vi.waitFor(() => expect(kept()).toBe(before))
  })

  it('only for those who may see the conversation, and gone with its message', async () => {
    const s = await scene()
    const { body: file } = await send(s.web, 'secret', 'plan.txt')
    const team = await startTeam(s.ana, { userIds: [s.users.ben.id] })
    const sent = await s.web.send('POST', `/api/ui/conversations/${team.id}/messages`, { kind: 'reply', body: '', clientKey: key(), attachmentIds: [file.id] })
    const outsider = await server.as(await makeUser(s.workspace.id))
    const stranger = await server.as((await makeScene()).users.ana)
    expect((await s.ben.get(`/api/attachments/${file.id}`)).text).toBe('secret')
    for (const who of [outsider, stranger]) expect((await who.get(`/api/attachments/${file.id}`)).status).toBe(404)
    expect((await (await server.as(null)).get(`/api/attachments/${file.id}`)).status).toBe(401)
    expect((await s.ben.get(`/api/attachments/${file.id}/thumb`)).status).toBe(404)
    // Another's upload, and one already sent, cannot be attached.
    const { body: mine } = await send(s.web, 'mine', 'm.txt')
    expect((await s.attach(s.ben, [mine.id])).status).toBe(404)
    expect((await s.attach(s.web, [file.id])).status).toBe(404)
    await remove(s.ana, { messageId: sent.body.message.id })
    for (const who of [s.web, s.ben]) expect((await who.get(`/api/attachments/${file.id}`)).status).toBe(404)
  })

  it('a full disk is said, nothing half-written stays, and the next try works', async () => {
    const s = await scene()
    await send(s.web, 'one', 'one.txt')
    const before = kept()
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' })
    const put = blobs.put.bind(blobs)
    vi.spyOn(console, 'error').mockImplementation(() => {})
    vi.spyOn(blobs, 'put').mockImplementationOnce((source) =>
      put(
        (async function* () {
          for await (const chunk of source) yield chunk
          throw full
        })(),
      ),
    )
    const refused = await send(s.web, 'two', 'two.txt')
    expect([refused.status, refused.body.error.reason]).toEqual([503, 'database_full'])
    expect(kept()).toBe(before)
    expect((await send(s.web, 'two', 'two.txt')).status).toBe(200)
  })
})
