import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { doors, transaction } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeScene } from '@/db/factories'
import { channels } from '@/db/schema/channels'
import { attachments } from '@/db/schema/messages'
import { seal } from '@/db/seal'
import { blobs } from '@/lib/blobs'
import { blobsFinding } from '@/lib/cli/blobs'
import { env } from '@/lib/env'
import { examine } from './examine'

const found = async (name: string) => (await examine()).find((f) => f.name === name)

describe('the doctor', () => {
  it('says whose secrets no key at hand opens', async () => {
    const s = await makeScene()
    const put = (secrets: string) => transaction((db) => db.update(channels).set({ secrets }).where(eq(channels.id, s.channel.id)))
    await put(seal({ token: 'one' }))
    expect(await found('secrets')).toMatchObject({ ok: true })
    const key = process.env.CHANNEL_SECRETS_KEY
    process.env.CHANNEL_SECRETS_KEY = 'another key, of thirty-two letters and more'
    await put(seal({ token: 'two' }))
    process.env.CHANNEL_SECRETS_KEY = 'yet another key of thirty-two letters at least'
    expect(await found('secrets')).toMatchObject({ ok: false, detail: expect.stringMatching(new RegExp(`channel ${s.channel.id}.*CHANNEL_SECRETS_KEY_OLD`)) })
    await put('nothing that was ever sealed')
    expect(await found('secrets')).toMatchObject({ ok: false })
    if (key === undefined) delete process.env.CHANNEL_SECRETS_KEY
    else process.env.CHANNEL_SECRETS_KEY = key
    await transaction((db) => db.update(channels).set({ secrets: null }).where(eq(channels.id, s.channel.id)))
  })

  it('says that the schema is newer', async () => {
    expect(await found('schema')).toMatchObject({ ok: true })
    const { raw } = await doors()
    const name = dialect === 'postgres' ? 'drizzle.__drizzle_migrations' : '__drizzle_migrations'
    await raw(`insert into ${name} (hash, created_at) values ('x', 4102444800000)`)
    expect(await found('schema')).toMatchObject({ ok: false, detail: expect.stringMatching(/made by a newer Parley/) })
    await raw(`delete from ${name} where created_at = 4102444800000`)
    expect(await found('schema')).toMatchObject({ ok: true })
  })

  it('says which files are missing', async () => {
    const s = await makeScene()
    const { key } = await blobs.put(
      (async function* () {
        yield new TextEncoder().encode('a file')
      })(),
    )
    await transaction((db) =>
      db.insert(attachments).values({ workspaceId: s.workspace.id, uploadedBy: 'user:1', name: 'a.txt', type: 'text/plain', size: 6, blobKey: key }),
    )
    expect(await blobsFinding()).toMatchObject({ ok: true })
    rmSync(join(env.dataDir, 'blobs', key.slice(0, 2), key))
    expect(await blobsFinding()).toMatchObject({ ok: false, detail: expect.stringMatching(/1 of 1 attachments have no file in DATA_DIR\/blobs/) })
  })
})
