/** What providers tell beside messages is not lost. */
import { expect, it } from 'vitest'
import { cardsOf } from '@/lib/domain/messages/cards'
import { channels } from './index'
import type { ChannelType, Incoming } from './channel'
import { samples } from './samples'

async function read(type: ChannelType, payload: unknown): Promise<Incoming[]> {
  const channel = channels[type]
  const arrived = { raw: Buffer.from(JSON.stringify(payload)), headers: new Headers(), urls: [], keep: async () => '' }
  return (await channel?.parse?.(arrived, channel.settings.parse(samples[type].settings))) ?? []
}
const T = '1790000000'
const wa = (value: object, field = 'messages') => ({ object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field, value: { metadata: {}, ...value } }] }] })
const page = (item: object) => ({ object: 'page', entry: [{ id: '100', time: 1_790_000_000_000, messaging: [item] }] })

it.each([
  ['block', { class: 'account', code: 'policy:block', message: expect.stringContaining('Too many') }],
  ['warning', { class: 'account', code: 'policy:warning', message: expect.stringContaining('Too many') }],
  ['unblock', null],
])('Meta’s policy_enforcement, which names no sender: %s', async (action, fault) => {
  const e = await read('messenger', page({ recipient: { id: '100' }, timestamp: 1_790_000_000_000, policy_enforcement: { action, reason: 'Too many' } }))
  expect(e).toMatchObject([{ type: 'account', fault }])
})

it('stop and resume of marketing are lines of the conversation, and wake nobody', async () => {
  const said = (value: string, more: object = {}) =>
    wa(
      { contacts: [{ wa_id: '491', profile: { name: 'Nina' } }], user_preferences: [{ wa_id: '491', category: 'marketing_messages', value, timestamp: T, ...more }] },
      'user_preferences',
    )
  const [stop] = await read('whatsapp', said('stop'))
  expect(stop).toMatchObject({ type: 'message', isMachine: true, text: expect.stringContaining('no more marketing'), from: { address: '491', name: 'Nina' } })
  const [resume] = await read('whatsapp', said('resume'))
  expect(resume).toMatchObject({ type: 'message', isMachine: true, text: expect.stringContaining('again') })
  expect(resume?.key).not.toBe(stop?.key)
  expect(await read('whatsapp', said('stop', { category: 'else' }))).toMatchObject([{ type: 'ignored' }])
  expect(await read('whatsapp', said('stop', { wa_id: undefined, user_id: 'US.5' }))).toMatchObject([{ type: 'message', from: { address: 'US.5' } }])
})

it('who answers with their contact is known by the card of the call, or by the one they gave', async () => {
  const card = { origin: 'contact_request', name: { first_name: 'Kim' }, phones: [{ phone: '+1 555 123', wa_id: '1555123' }] }
  const m = { id: 'wamid.c', timestamp: T, type: 'contacts', contacts: [card] }
  expect(await read('whatsapp', wa({ messages: [m] }))).toMatchObject([{ type: 'message', from: { address: '1555123' } }])
  const [both] = await read('whatsapp', wa({ contacts: [{ user_id: 'US.9', profile: { name: 'Kim' } }], messages: [{ ...m, from_user_id: 'US.9' }] }))
  expect(both).toMatchObject({ from: { address: '1555123', aliases: ['US.9'] } })
  expect(
    await read('whatsapp', wa({ contacts: [{ user_id: 'US.9', profile: { name: 'Kim' } }], messages: [{ id: 'w', timestamp: T, type: 'text', text: { body: 'Hi' } }] })),
  ).toMatchObject([{ from: { address: 'US.9', name: 'Kim' } }])
})

it('a shared card shows all its fields, also without a formatted name', async () => {
  const card = {
    name: { first_name: 'Tom', last_name: 'Reed' },
    org: { company: 'Reed', department: 'Sales', title: 'Buyer' },
    phones: [{ phone: '+34 600', wa_id: '34600' }, { wa_id: '34601' }],
    emails: [{ email: 'tom@x.test' }],
    addresses: [{ street: 'Main St 1', city: 'Madrid', zip: '28001', country: 'Spain' }],
    urls: [{ url: 'https://x.test' }],
    birthday: '1980-01-02',
  }
  const [e] = await read('whatsapp', wa({ messages: [{ from: '491', id: 'w', timestamp: T, type: 'contacts', contacts: [card] }] }))
  const all = ['Tom Reed', 'Reed', 'Sales', 'Buyer', '+34 600', '34601', 'tom@x.test', 'Main St 1, Madrid, 28001, Spain', 'https://x.test', '1980-01-02']
  if (e?.type !== 'message') throw new Error('no message')
  for (const part of all) expect(e.text).toContain(part)
  const shown = JSON.stringify(cardsOf(e.extra, e.text))
  for (const part of all) expect(shown).toContain(part)
  const nameless = { ...card, name: {} }
  expect(await read('whatsapp', wa({ messages: [{ from: '491', id: 'w', timestamp: T, type: 'contacts', contacts: [nameless] }] }))).toMatchObject([
    { text: expect.stringMatching(/^👤 Reed\n/) },
  ])
})

const CDN = 'https://lookaside.fbsbx.com/x?asset=1'
it.each([
  ['a reply to our story', { mid: 'm', text: 'Nice', reply_to: { story: { id: '1', url: CDN } } }, 'Nice\nAnswers our story'],
  ['a mention in a story', { mid: 'm', attachments: [{ type: 'story_mention', payload: { url: CDN } }] }, 'Mentioned us in a story'],
  ['a shared post', { mid: 'm', attachments: [{ type: 'ig_post', payload: { title: 'Sale', url: CDN } }] }, 'Shared a post: Sale'],
  ['a shared reel', { mid: 'm', attachments: [{ type: 'ig_reel', payload: { url: CDN } }] }, 'Shared a reel'],
  ['a kind that nobody knows', { mid: 'm', attachments: [{ type: 'new_kind', payload: { url: CDN } }] }, 'sent something we cannot show: new_kind'],
])('%s is fetched before its address ends, and the words do not hold that', async (_what, message, text) => {
  const [e] = await read('instagram', {
    object: 'instagram',
    entry: [{ id: '1', messaging: [{ sender: { id: '5' }, recipient: { id: '1' }, timestamp: 1_790_000_000_000, message }] }],
  })
  expect(e).toMatchObject({ type: 'message', text, files: [{ ref: CDN }] })
})

it('an address that stays is a link, and nothing is fetched from it', async () => {
  const message = { mid: 'm', attachments: [{ type: 'share', payload: { url: 'https://www.instagram.com/p/1' } }] }
  const [e] = await read('instagram', {
    object: 'instagram',
    entry: [{ id: '1', messaging: [{ sender: { id: '5' }, recipient: { id: '1' }, timestamp: 1_790_000_000_000, message }] }],
  })
  expect(e).toMatchObject({ text: 'Shared: https://www.instagram.com/p/1', files: [] })
})

const FB = 'https://scontent.fbcdn.net/ad'
const ad = { source_url: 'https://fb.me/ad', source_type: 'ad', headline: 'Shoes', body: 'Half price', ctwa_clid: 'c' }
it.each([
  ['a picture', { ...ad, media_type: 'image', image_url: `${FB}.jpg` }, [{ ref: `${FB}.jpg`, kind: 'image' }]],
  [
    'a video and its still',
    { ...ad, video_url: `${FB}.mp4`, thumbnail_url: `${FB}.jpg` },
    [
      { ref: `${FB}.mp4`, kind: 'video' },
      { ref: `${FB}.jpg`, kind: 'image' },
    ],
  ],
  ['the same picture twice', { ...ad, image_url: `${FB}.jpg`, thumbnail_url: `${FB}.jpg` }, [{ ref: `${FB}.jpg`, kind: 'image' }]],
  ['no address at all', { ...ad, image_url: 'RAW_IMAGE_URL', video_url: 7, thumbnail_url: `https://x.test/${'a'.repeat(5000)}` }, []],
])('what an advertisement on WhatsApp shows is fetched before its address ends: %s', async (_what, referral, files) => {
  const [e] = await read('whatsapp', wa({ messages: [{ from: '491', id: 'w', timestamp: T, type: 'text', text: { body: 'Hi' }, referral }] }))
  if (e?.type !== 'message') throw new Error('no message')
  expect([e.text, e.files]).toEqual(['Hi', files])
  expect(cardsOf(e.extra, e.text)?.cards).toEqual([{ kind: 'ad', title: 'Shoes', text: 'Half price', url: 'https://fb.me/ad' }])
})

it.each(['messenger', 'instagram'] as const)('what an advertisement on %s shows is fetched, beside what was sent with it', async (type) => {
  const referral = { source: 'ADS', type: 'OPEN_THREAD', ad_id: '9', ads_context_data: { ad_title: 'Shoes', photo_url: `${FB}.jpg`, video_url: `${FB}-still.jpg` } }
  const pictures = [
    { ref: `${FB}.jpg`, kind: 'image' },
    { ref: `${FB}-still.jpg`, kind: 'image' },
  ]
  const call = (item: object) => ({
    object: type === 'messenger' ? 'page' : 'instagram',
    entry: [{ id: '1', messaging: [{ sender: { id: '5' }, recipient: { id: '1' }, timestamp: 1_790_000_000_000, ...item }] }],
  })
  const image = { type: 'image', payload: { url: CDN } }
  expect(await read(type, call({ message: { mid: 'm', text: 'Hi', attachments: [image], referral } }))).toMatchObject([
    { text: 'Hi', files: [{ ref: CDN }, ...pictures] },
  ])
  expect(await read(type, call({ postback: { mid: 'p', title: 'Get started', payload: 'x', referral } }))).toMatchObject([{ text: 'Get started', files: pictures }])
  const [e] = await read(type, call({ message: { mid: 'm', text: 'Hi', referral } }))
  if (e?.type !== 'message') throw new Error('no message')
  expect(cardsOf(e.extra, e.text)?.cards).toEqual([{ kind: 'ad', title: 'Shoes', text: '', url: null }])
})

it('a sticker is one picture, also where it comes as a picture besides', async () => {
  const call = (attachments: object[]) => ({
    object: 'page',
    entry: [{ id: '1', messaging: [{ sender: { id: '5' }, recipient: { id: '1' }, timestamp: 1_790_000_000_000, message: { mid: 'm', attachments } }] }],
  })
  const payload = { url: CDN, sticker_id: '369239263222822' }
  for (const list of [
    [{ type: 'sticker', payload }],
    [
      { type: 'sticker', payload },
      { type: 'image', payload },
    ],
    [{ type: 'image', payload }],
  ])
    expect(await read('messenger', call(list))).toMatchObject([{ text: '', files: [{ ref: CDN, kind: 'sticker' }] }])
})
