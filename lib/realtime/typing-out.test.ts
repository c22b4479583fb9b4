import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { transaction } from '@/db/client'
import { makeScene } from '@/db/factories'
import type { ChannelType } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { settingsOf } from '@/lib/api/webhooks/testing/provider'
import type { Act, Channel, Fault } from '@/lib/channels/channel'
import { createChannel } from '@/lib/domain/channels/create'
import { updateChannel } from '@/lib/domain/channels/update'
import { receive } from '@/lib/domain/messages/receive'
import { TypingOut } from './typing-out'

let s: Awaited<ReturnType<typeof makeScene>>
let now: number
let shown: Act[]
let answer: () => Promise<Fault | null>

beforeEach(async () => {
  s = await makeScene()
  now = 1_000_000
  shown = []
  answer = async () => null
})

const channel = (type: ChannelType): Channel<unknown> => ({
  type,
  settings: z.unknown(),
  async act(a) {
    shown.push(a)
    return answer()
  },
})

async function open(type: ChannelType) {
  const made = await createChannel(s.ana, { type, name: type, settings: settingsOf(type) })
  const scope = type === 'messenger' ? '900' : ''
  await transaction((db) => db.insert(contactIdentities).values({ workspaceId: s.workspace.id, contactId: s.contact.id, channelType: type, scope, address: '4001' }))
  const { conversationId } = await receive({ ...s.customer, channelId: made.id }, { channelId: made.id, contactId: s.contact.id, externalId: 'in1', body: 'Hello' })
  const out = new TypingOut({ [type]: channel(type) }, () => now)
  const types = (typing: 'reply' | 'note' | null, userId = 1) => out.beat({ workspaceId: s.workspace.id, conversationId, userId, typing })
  return { types, channelId: made.id }
}

describe('typing a reply', () => {
  it('is shown now and then while it lasts, and ends', async () => {
    const { types } = await open('messenger')
    await types('reply')
    now += 3_000
    await types('reply')
    expect(shown).toEqual([{ type: 'typing', on: true, lastId: 'in1' }])
    now += 16_000
    await types('reply')
    expect(shown).toHaveLength(2)
    await types(null, 2)
    expect(shown).toHaveLength(2)
    await types(null)
    expect(shown.at(-1)).toEqual({ type: 'typing', on: false, lastId: 'in1' })
  })

  it('is never shown for a note, nor where the admins do not want it', async () => {
    const { types, channelId } = await open('whatsapp')
    await types('note')
    await types(null)
    await updateChannel(s.ana, { channelId, settings: { readReceipts: false } })
    await types('reply')
    expect(shown).toEqual([])
  })

  it('is not shown where the channel cannot, and its database is not asked at each key', async () => {
    const { types } = await open('sms')
    for (let i = 0; i < 5; i++) await types('reply')
    expect(shown).toEqual([])
  })

  it('rests after trouble, silently', async () => {
    const { types } = await open('telegram')
    answer = async () => ({ class: 'retry', code: '429', message: 'slow down' })
    await types('reply')
    now += 5_000
    await types('reply')
    expect(shown).toHaveLength(1)
    answer = () => Promise.reject(new Error('threw'))
    now += 60_000
    await types('reply')
    expect(shown).toHaveLength(2)
    now += 61_000
    answer = async () => null
    await types('reply')
    expect(shown).toHaveLength(3)
  })

  it('that ended while it was asked for does not stay', async () => {
    const { types } = await open('messenger')
    let go = () => {}
    answer = () => new Promise((done) => (go = () => done(null)))
    const first = types('reply')
    await expect.poll(() => shown.length).toBe(1)
    await types(null)
    answer = async () => null
    go()
    await first
    expect(shown.at(-1)).toMatchObject({ on: false })
  })
})
