/** Payloads of our own in the provider’s form: every kind of thing that can come. For tests. */
export const settings = { botToken: '77:AAA', webhookSecret: 'the-app-secret' }

/** When the story begins, unix seconds. */
const T = 1_790_000_000

const chat = { id: 5001, type: 'private', first_name: 'Ivo', last_name: 'Novak' }
const ivo = { id: 5001, is_bot: false, first_name: 'Ivo', last_name: 'Novak', language_code: 'cs' }
let u = 0
const tg = (kind: string, it: object) => ({ update_id: 1000 + ++u, [kind]: it })
const wrote = (n: number, it: object) => tg('message', { message_id: n, date: T + n, chat, from: ivo, ...it })

export const payloads = [
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
  wrote(24, { photo: [{ file_id: 'p24' }], caption: 'Befor' }),
  tg('edited_message', { message_id: 24, date: T + 24, edit_date: T + 25, chat, from: ivo, photo: [{ file_id: 'p24' }], caption: 'Before' }),
  wrote(26, { web_app_data: { data: 'size=L', button_text: 'Choose' } }),
  wrote(27, { something_new: { x: 1 } }),
  wrote(28, { pinned_message: { message_id: 2 } }),
  // A person whose id needs more than 32 bits, in a group that moves on to another id.
  tg('message', {
    message_id: 7,
    date: T + 30,
    chat: { id: -100, type: 'group', title: 'Neighbours' },
    from: { id: 4_503_599_627_370_495, first_name: 'Zdeňka' },
    text: 'Hello all',
  }),
  tg('message', { message_id: 8, date: T + 31, chat: { id: -100, type: 'group', title: 'Neighbours' }, migrate_to_chat_id: -1_001_234_567_890 }),
  tg('message', { message_id: 1, date: T + 31, chat: { id: -1_001_234_567_890, type: 'supergroup', title: 'Neighbours' }, migrate_from_chat_id: -100 }),
  tg('message', {
    message_id: 2,
    date: T + 32,
    chat: { id: -1_001_234_567_890, type: 'supergroup', title: 'Neighbours' },
    from: { id: 12, first_name: 'Petr' },
    text: 'Here we are',
  }),
  tg('channel_post', { message_id: 3, date: T + 33, chat: { id: -1_009, type: 'channel', title: 'News' }, text: 'A post' }),
  // Blocked, and let in again.
  tg('my_chat_member', { chat, from: ivo, date: T + 35, new_chat_member: { status: 'kicked' } }),
  tg('my_chat_member', { chat, from: ivo, date: T + 36, new_chat_member: { status: 'member' } }),
  tg('my_chat_member', { chat, from: ivo, date: T + 40, new_chat_member: { status: 'kicked' } }),
]
