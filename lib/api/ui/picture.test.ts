import '../testing/data-dir'
import { Readable } from 'node:stream'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import { contacts } from '@/db/schema/contacts'
import { blobs } from '@/lib/blobs'
import { startServer } from '../testing/server'

let server: Awaited<ReturnType<typeof startServer>>
beforeAll(async () => void (server = await startServer()))
afterAll(() => server.close())

it('gives a customer’s picture to the team, and to nobody else', async () => {
  const [s, other] = [await makeScene(), await makeScene()]
  const at = `/api/ui/contacts/${s.contact.id}`
  const web = await server.as(s.users.ana)
  expect((await web.get(`${at}/picture`)).status).toBe(404)
  const { key } = await blobs.put(Readable.from([Buffer.from('a face')]))
  await transaction((db) => db.update(contacts).set({ pictureKey: key }).where(eq(contacts.id, s.contact.id)))
  expect((await web.get(at)).body.contact.picture).toBe(key.slice(0, 8))
  const given = await web.get(`${at}/picture?v=${key.slice(0, 8)}`)
  expect([given.status, given.headers.get('content-type'), given.headers.get('content-security-policy')]).toEqual([200, 'image/webp', "sandbox; default-src 'none'"])
  expect((await (await server.as(other.users.ana)).get(`${at}/picture`)).status).toBe(404)
  expect((await fetch(`${server.url}${at}/picture`)).status).toBe(401)
})
