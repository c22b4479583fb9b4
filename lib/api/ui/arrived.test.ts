import '../testing/data-dir'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeChannel, makeScene } from '@/db/factories'
import { blobs } from '@/lib/blobs'
import { channelHealth } from '@/lib/domain/channels/health'
import { storeInbound } from '@/lib/domain/inbound/store'
import { failMail } from '@/lib/domain/mail/fail'
import { startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

it('gives what could not be taken, as it came, to admins of the workspace and to nobody else', async () => {
  const [s, other] = [await makeScene(), await makeScene()]
  const c = await makeChannel(s.workspace.id, 'email')
  const actor = { kind: 'channel', workspaceId: s.workspace.id, channelId: c.id } as const
  const { key } = await blobs.put(
    (async function* () {
      yield Buffer.from('From: a@b.test\r\n\r\n<script>')
    })(),
  )
  await failMail(actor, { channelId: c.id, key: 'imap:in:1:1', at: Date.now(), blob: key, subject: 'Über "uns"', error: 'no luck' })
  await storeInbound(actor, { channelId: c.id, entries: [{ type: 'broken', key: 'x', at: 0, error: 'no', raw: { a: '<b>' } }] })
  const { failed } = await channelHealth(s.ana, { channelId: c.id })
  const at = (n: number) => `/api/ui/channels/${c.id}/arrived/${failed.rows[n]?.id}/raw`
  const [ana, ben] = [await server.as(s.users.ana), await server.as(s.users.ben)]
  const [json, mail] = [await ana.get(at(0)), await ana.get(at(1))]
  expect([json.status, json.text, mail.status, mail.text]).toEqual([200, '{"a":"<b>"}', 200, 'From: a@b.test\r\n\r\n<script>'])
  for (const given of [json, mail]) expect(given.headers.get('content-disposition')).toMatch(/^attachment; /)
  expect((await ben.get(at(0))).status).toBe(403)
  expect((await (await server.as(other.users.ana)).get(at(0))).status).toBe(404)
  expect((await fetch(`${server.url}${at(0)}`)).status).toBe(401)
})
