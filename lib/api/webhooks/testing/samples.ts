/** Payloads of our own in the providers' forms: one story a provider, every kind of thing that can come. For tests. */
import type { ChannelType } from '@/db/schema/channels'

const T = 1_790_000_000
const wa = (field: string, value: object) => ({
  object: 'whatsapp_business_account',
  entry: [
    { id: '1', changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { display_phone_number: '15550001111', phone_number_id: '1550' }, ...value } }] },
  ],
})
const lena = { profile: { name: 'Lena Ortiz' }, wa_id: '34600111222', user_id: 'ES.111' }
const from = { from: '34600111222', from_user_id: 'ES.111' }
const said = (n: number, type: string, it: unknown, more: object = {}) =>
  wa('messages', { contacts: [lena], messages: [{ ...from, id: `wamid.${n}`, timestamp: String(T + n), type, [type]: it, ...more }] })

const whatsapp = [
  said(1, 'text', { body: 'Hola, ¿hay alguien? 👋' }),
  said(2, 'image', { id: 'media-1', mime_type: 'image/jpeg', caption: 'The box' }),
  said(3, 'audio', { id: 'media-2', mime_type: 'audio/ogg; codecs=opus', voice: true }),
  said(4, 'document', { id: 'media-3', mime_type: 'application/pdf', filename: 'invoice.pdf' }),
  said(5, 'location', { latitude: 40.4, longitude: -3.7, name: 'Puerta del Sol' }),
  said(6, 'contacts', [{ name: { formatted_name: 'Tom' }, phones: [{ phone: '+34 600 000 000' }] }]),
  said(7, 'reaction', { message_id: 'wamid.1', emoji: '👍' }),
  said(8, 'reaction', { message_id: 'wamid.1' }),
  said(9, 'reaction', { message_id: 'wamid.2', emoji: '🎉' }),
  said(10, 'text', { body: 'I mean this one' }, { context: { id: 'wamid.2' } }),
  said(11, 'text', { body: 'Tomorow' }),
  said(12, 'edit', { original_message_id: 'wamid.11', message: { type: 'text', text: { body: 'Tomorrow' } } }),
  said(13, 'text', { body: 'Oops' }),
  said(14, 'revoke', { original_message_id: 'wamid.13' }),
  said(15, 'interactive', { type: 'button_reply', button_reply: { id: 'yes', title: 'Yes, please' } }),
  said(16, 'order', { catalog_id: '1', text: 'For Friday', product_items: [{ product_retailer_id: 'BREAD', quantity: 2, item_price: 3, currency: 'EUR' }] }),
  said(17, 'unsupported', { type: 'poll' }, { errors: [{ code: 131051, title: 'Message type unknown' }] }),
  said(18, 'sticker', { id: 'media-4', mime_type: 'image/webp' }),
  // Of somebody who shows no number.
  wa('messages', {
    contacts: [{ profile: { name: 'Kim' }, user_id: 'US.777' }],
    messages: [{ from_user_id: 'US.777', id: 'wamid.k1', timestamp: String(T + 20), type: 'text', text: { body: 'No number here' } }],
  }),
  // The phone's own app answered.
  wa('smb_message_echoes', {
    message_echoes: [{ from: '15550001111', to: '34600111222', id: 'wamid.e1', timestamp: String(T + 21), type: 'text', text: { body: 'From the phone' } }],
  }),
  wa('messages', { statuses: [{ id: 'wamid.e1', status: 'read', timestamp: String(T + 24), recipient_id: '34600111222' }] }),
  wa('messages', {
    statuses: [
      { id: 'wamid.e1', status: 'delivered', timestamp: String(T + 23), recipient_id: '34600111222' },
      { id: 'wamid.unknown', status: 'sent', timestamp: String(T + 23), recipient_id: '1' },
    ],
  }),
  wa('messages', {
    contacts: [lena],
    messages: [
      {
        ...from,
        id: 'wamid.s1',
        timestamp: String(T + 30),
        type: 'system',
        system: { type: 'user_changed_number', wa_id: '34600999888', body: 'Lena changed her number' },
      },
    ],
  }),
  wa('account_update', { event: 'PARTNER_ADDED' }),
]

const chat = { id: 5001, type: 'private', first_name: 'Ivo', last_name: 'Novak' }
const ivo = { id: 5001, is_bot: false, first_name: 'Ivo', last_name: 'Novak', language_code: 'cs' }
let u = 0
const tg = (kind: string, it: object) => ({ update_id: 1000 + ++u, [kind]: it })
const wrote = (n: number, it: object) => tg('message', { message_id: n, date: T + n, chat, from: ivo, ...it })

const telegram = [
  wrote(1, { text: '/start order-7' }),
  wrote(2, { text: 'Dobrý den' }),
  wrote(3, { photo: [{ file_id: 'small' }, { file_id: 'large', file_size: 99 }], caption: 'Two pictures', media_group_id: 'g1' }),
  wrote(4, { photo: [{ file_id: 'second' }], media_group_id: 'g1' }),
  wrote(5, { voice: { file_id: 'v1', mime_type: 'audio/ogg', file_size: 10 } }),
  wrote(6, { sticker: { file_id: 's1', emoji: '😀' } }),
  wrote(7, { venue: { title: 'Café', address: 'Main 1', location: { latitude: 50, longitude: 14 } } }),
  wrote(8, { contact: { phone_number: '+420600', first_name: 'Eva' } }),
  wrote(9, { text: 'this one', reply_to_message: { message_id: 2 }, quote: { text: 'Dobrý' } }),
  tg('edited_message', { message_id: 2, date: T + 2, edit_date: T + 20, chat, from: ivo, text: 'Dobrý večer' }),
  tg('message_reaction', { chat, message_id: 2, user: ivo, date: T + 21, old_reaction: [], new_reaction: [{ type: 'emoji', emoji: '👍' }] }),
  wrote(22, { poll: { question: '?' } }),
  wrote(23, { document: { file_id: 'd1', file_name: 'plan.pdf', mime_type: 'application/pdf' } }),
  tg('my_chat_member', { chat, from: ivo, date: T + 40, new_chat_member: { status: 'kicked' } }),
]

const meta =
  (object: string, id: string) =>
  (n: number, it: object, sender = '4001') => ({
    object,
    entry: [{ id, time: (T + n) * 1000, messaging: [{ sender: { id: sender }, recipient: { id: sender === id ? '4001' : id }, timestamp: (T + n) * 1000, ...it }] }],
  })
const page = meta('page', '900')
const messenger = [
  page(1, { message: { mid: 'm_1', text: 'Hi there' } }),
  page(2, { message: { mid: 'm_2', attachments: [{ type: 'image', payload: { url: 'https://scontent.fbcdn.net/a.jpg' } }] } }),
  page(3, { message: { mid: 'm_3', text: 'about this', reply_to: { mid: 'm_1' } } }),
  page(4, { reaction: { mid: 'm_1', action: 'react', emoji: '❤', reaction: 'love' } }),
  page(5, { postback: { mid: 'm_5', title: 'Get started', payload: 'START' } }),
  page(6, { message: { mid: 'm_e1', text: 'From Business Suite', is_echo: true, app_id: 1 } }, '900'),
  page(7, { delivery: { mids: ['m_e1'], watermark: (T + 7) * 1000 } }),
  page(8, { read: { watermark: (T + 8) * 1000 } }),
  page(9, { message_edit: { mid: 'm_3', text: 'about that', num_edit: 1 } }),
]
const ig = meta('instagram', '901')
const instagram = [
  ig(1, { message: { mid: 'i_1', text: 'Is it in stock?' } }),
  ig(2, { message: { mid: 'i_2', text: 'Love this', reply_to: { story: { id: '1', url: 'https://lookaside.fbsbx.com/s' } } } }),
  ig(3, { message: { mid: 'i_3', attachments: [{ type: 'story_mention', payload: { url: 'https://lookaside.fbsbx.com/m' } }] } }),
  ig(4, { message: { mid: 'i_4', text: 'wrong chat' } }),
  ig(5, { message: { mid: 'i_4', is_deleted: true } }),
  ig(6, { reaction: { mid: 'i_1', action: 'react', emoji: '🔥' } }),
  ig(7, { reaction: { mid: 'i_1', action: 'unreact' } }),
  ig(8, { message: { mid: 'i_8', text: 'Yes', quick_reply: { payload: 'Y' } } }),
  ig(9, { message: { mid: 'i_e', text: 'From the app', is_echo: true } }, '901'),
  ig(10, { read: { mid: 'i_e' } }),
  ig(11, { message: { mid: 'i_11', is_unsupported: true } }),
  {
    object: 'instagram',
    entry: [
      {
        id: '901',
        time: T + 12,
        changes: [
          { field: 'messages', value: { sender: { id: '4002' }, recipient: { id: '901' }, timestamp: String(T + 12), message: { mid: 'i_12', text: 'a test call' } } },
        ],
      },
    ],
  },
]

export const samples = { whatsapp, telegram, messenger, instagram } as const satisfies Partial<Record<ChannelType, readonly unknown[]>>
