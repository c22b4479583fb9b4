import { beforeAll, describe, expect, it } from 'vitest'
import { doors, transaction } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeContact, makeScene } from '@/db/factories'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { hit } from '../messages/hit'
import { note } from '../messages/note'
import { receive } from '../messages/receive'
import { remove } from '../messages/remove'
import { key } from '../testing/expect'
import { list } from './list'
import { rename } from './rename'

type Scene = Awaited<ReturnType<typeof makeScene>>
const begin = async (s: Scene, body: string, contact: Parameters<typeof makeContact>[1] = {}) =>
  (await receive(s.customer, { channelId: s.channel.id, contactId: (await makeContact(s.workspace.id, contact)).id, body })).conversationId
const find = async (s: Scene, text: string) => (await list(s.ana, { text, status: 'any' })).rows.map((r) => r.id)

describe('finding by text', () => {
  it('looks into messages, titles, names and addresses, newest activity first', async () => {
    const s = await makeScene()
    const [a, b, c] = [
      await begin(s, 'The zip is broken'),
      await begin(s, 'Hola', { name: 'Zoë Zipfel', email: 'zz@x.example' }),
      await begin(s, 'Bonjour', { phone: '+34 600' }),
    ]
    await rename(s.ana, { conversationId: c, title: '100% ziplock_bag' })
    expect(await find(s, 'zip')).toEqual([c, b, a])
    expect(await find(s, 'BROKEN zip')).toEqual([a])
    expect(await find(s, 'zz@x')).toEqual([b])
    expect(await find(s, '+34 6')).toEqual([c])
    expect(await find(s, '0% zip')).toEqual([c])
    expect(await find(s, '%')).toEqual([c])
    expect(await find(s, 'k_b')).toEqual([c])
    expect(await find(s, 'nothing like it')).toEqual([])
  })

  it('minds the rest of the filter, the workspace, and what was taken back', async () => {
    const [s, other] = [await makeScene(), await makeScene()]
    const a = await begin(s, 'parcel lost')
    await begin(other, 'parcel lost')
    expect(await find(s, 'parcel')).toEqual([a])
    expect((await list(s.ana, { text: 'parcel', status: 'closed' })).rows).toEqual([])
    const n = await note(s.ana, { conversationId: a, body: 'secretword', clientKey: key() })
    expect(await find(s, 'secretword')).toEqual([a])
    await remove(s.ana, { messageId: n.id })
    expect(await find(s, 'secretword')).toEqual([])
  })

  it('knows the message a conversation was found by: its newest, if it was one', async () => {
    const s = await makeScene()
    const conversationId = await begin(s, 'The lamp is broken', { name: 'Lampert' })
    await note(s.ana, { conversationId, body: 'Lamp 3 of 5', clientKey: key() })
    const last = await note(s.ana, { conversationId, body: 'Nothing else', clientKey: key() })
    const at = async (text: string) => (await hit(s.ana, { conversationId, text }))?.index ?? null
    expect(await at('lamp')).toBe(1)
    expect(await at('BROKEN lam')).toBe(0)
    expect(await at('Lampert')).toBeNull()
    expect(await at('…')).toBeNull()
    await remove(s.ana, { messageId: last.id })
    expect(await at('nothing')).toBeNull()
    await expect(hit((await makeScene()).ana, { conversationId, text: 'lamp' })).rejects.toMatchObject({ reason: 'not_found' })
  })

  it('takes whatever is typed as words, never as syntax', async () => {
    const s = await makeScene()
    const a = await begin(s, "it's 5 o'clock & half: 日本語 данные")
    for (const odd of ["'", '"', 'a" OR "b', '(', '*', 'NEAR(', "o'clock", '&|!:*<->', '\\', '\u0000', 'a'.repeat(200), '日本語', 'ДАННЫЕ'])
      expect(Array.isArray(await find(s, odd)), odd).toBe(true)
    expect(await find(s, "o'clock")).toEqual([a])
    expect(await find(s, 'данн')).toEqual([a])
  })
})

describe('among many', () => {
  let s: Scene
  beforeAll(async () => {
    s = await makeScene()
    await transaction(async (db) => {
      for (let from = 0; from < 20_000; from += 500) {
        const made = await db
          .insert(conversations)
          .values(
            Array.from({ length: 500 }, (_, k) => ({
              workspaceId: s.workspace.id,
              kind: 'customer' as const,
              channelId: s.channel.id,
              contactId: s.contact.id,
              status: 'closed' as const,
              title: `about ${from + k}`,
            })),
          )
          .returning({ id: conversations.id })
        await db
          .insert(messages)
          .values(made.map((c, k) => ({ workspaceId: s.workspace.id, conversationId: c.id, index: 0, kind: 'message' as const, body: `common word${from + k}` })))
      }
    })
    if (dialect === 'postgres') await (await doors()).raw('analyze')
  })

  it.each(['common', 'word19', 'nowhere', 'about 77', 'Customer'])('answers "%s" in bounded time', async (text) => {
    const began = performance.now()
    await list(s.ana, { text, status: 'closed' })
    const took = performance.now() - began
    expect(took).toBeLessThan(3_000)
  })
})
