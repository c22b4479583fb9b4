import { eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { reader, transaction } from '@/db/client'
import { makeChannel, makeContact, makeScene } from '@/db/factories'
import type { ChannelType } from '@/db/schema/channels'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { type Reach, standing, standingOf, windowOf } from '@/lib/channels/window'
import { parted } from '../channels/secrets'
import { get } from '../conversations/get'
import { startCustomer } from '../conversations/start'
import { key, kindsOf, refused } from '../testing/expect'
import { receive } from './receive'
import { reply } from './reply'
import { failDelivery } from './send-parts'

const HOUR = 60 * 60_000
const T = 1_790_000_000_000
const TYPES = ['webchat', 'email', 'telegram', 'sms', 'whatsapp', 'messenger', 'instagram'] as const

describe('the window of a channel type', () => {
  it('is a day on WhatsApp and then a template; on Meta’s others a day, a week for people where allowed, and then nothing', () => {
    const at = (type: ChannelType, humanAgent: boolean) =>
      [0, 23.99, 24, 167.99, 168].map((hours) => standing(windowOf(type, { humanAgent }, T), T + hours * HOUR)).join(' ')
    expect(TYPES.map((t) => [t, at(t, false), at(t, true)])).toEqual([
      ...['webchat', 'email', 'telegram', 'sms'].map((t) => [t, 'free free free free free', 'free free free free free']),
      ['whatsapp', 'free free template template template', 'free free template template template'],
      ...['messenger', 'instagram'].map((t) => [t, 'free free closed closed closed', 'free free human human closed']),
    ])
    expect(windowOf('messenger', { humanAgent: true }, T)).toEqual({ freeUntil: T + 24 * HOUR, humanUntil: T + 168 * HOUR, next: 'closed' })
    // Who never wrote opened nothing.
    expect(TYPES.map((t) => standing(windowOf(t, {}, null), T))).toEqual(['free', 'free', 'free', 'free', 'template', 'closed', 'closed'])
  })

  it('counts for nothing to somebody who asked to be left alone, and only where an account stands behind the channel', () => {
    const reach: Reach = { lastCustomerAt: null, humanAgent: false, consent: null, connected: true }
    expect(standingOf('sms', { ...reach, consent: 'opted_out' }, T)).toBe('opted_out')
    expect(standingOf('whatsapp', { ...reach, consent: 'blocked', lastCustomerAt: T }, T)).toBe('blocked')
    expect(standingOf('whatsapp', { ...reach, connected: false }, T)).toBe('free')
    expect(standingOf('whatsapp', reach, T)).toBe('template')
  })
})

async function written(type: ChannelType, hoursAgo: number | null, { settings = {}, connected = true } = {}) {
  const s = await makeScene()
  const sealed = parted(type, { accessToken: 'x', botToken: 'x', authToken: 'x' })
  const channel = await makeChannel(s.workspace.id, type, { settings, ...(connected ? { secrets: sealed.secrets } : {}) })
  const contact = await makeContact(s.workspace.id)
  await transaction((db) =>
    db
      .insert(contactIdentities)
      .values({ workspaceId: s.workspace.id, contactId: contact.id, channelType: type, address: type === 'sms' ? '+34600111222' : 'them' })
      .returning(),
  )
  const customer = { kind: 'channel', workspaceId: s.workspace.id, channelId: channel.id } as const
  const hears = (hours: number) =>
    receive(customer, { channelId: channel.id, contactId: contact.id, body: 'Hello', externalId: key(), at: Date.now() - Math.round(hours * HOUR) })
  if (hoursAgo !== null) await hears(hoursAgo)
  const { id } = await startCustomer(s.ana, { channelId: channel.id, contactId: contact.id })
  const program = { kind: 'token', workspaceId: s.workspace.id, userId: s.users.ana.id, role: 'admin', tokenId: 1, scopes: ['messages:create'] } as const
  const say = (actor: typeof s.ana | typeof program = s.ana) => reply(actor, { conversationId: id, body: 'Good day', clientKey: key() })
  return { ...s, channel, contact, conversationId: id, say, program, hears, customer }
}

describe('an answer', () => {
  it('is refused with the reason once the provider would not take it, and goes again when the customer writes', async () => {
    const late = await written('whatsapp', 24.01)
    await refused('template_needed', [late.say(), late.say(late.program)])
    await late.hears(0)
    await late.say()

    const closed = await written('messenger', 25)
    await refused('window_closed', [closed.say()])
    const people = await written('instagram', 25, { settings: { humanAgent: true } })
    await people.say()
    await refused('people_only', [people.say(people.program)])
    await refused('window_closed', [(await written('instagram', 169, { settings: { humanAgent: true } })).say()])
    await refused('template_needed', [(await written('whatsapp', null)).say()])
  })

  it('is taken inside the window, where there is none, and where nothing is connected yet', async () => {
    await (await written('whatsapp', 23.9)).say()
    await (await written('telegram', 400)).say()
    await (await written('sms', null)).say()
    await (await written('whatsapp', 400, { connected: false })).say()
  })

  it('what came late counts from when it was written, and a late old one takes nothing back', async () => {
    const s = await written('whatsapp', 2)
    await s.hears(30)
    const [row] = await (await reader()).select().from(conversations).where(eq(conversations.id, s.conversationId))
    expect(Date.now() - (row?.lastCustomerAt?.getTime() ?? 0)).toBeLessThan(3 * HOUR)
    await s.say()
  })

  it('counts what the person wrote in any conversation of the channel', async () => {
    const s = await written('whatsapp', 1)
    const { id } = await startCustomer(s.ana, { channelId: s.channel.id, contactId: s.contact.id, fresh: true })
    expect(id).not.toBe(s.conversationId)
    await reply(s.ana, { conversationId: id, body: 'Hi', clientKey: key() })
    const { reach } = await get(s.ana, { conversationId: id })
    expect(reach).toMatchObject({ consent: null, connected: true, humanAgent: false })
    expect(Date.now() - (reach?.lastCustomerAt ?? 0)).toBeLessThan(1.1 * HOUR)
  })

  it('is refused to whoever blocked us, and that is told', async () => {
    const s = await written('telegram', 1)
    const m = await s.say()
    await failDelivery(s.house, { messageId: m.id, error: 'customer_blocked', consent: 'blocked' })
    expect(await kindsOf(s.workspace.id)).toContain('contact.reach_changed')
    await refused('customer_blocked', [s.say()])
    expect((await get(s.ana, { conversationId: s.conversationId })).reach?.consent).toBe('blocked')
  })
})
