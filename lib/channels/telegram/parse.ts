/** What Telegram tells a bot. A message's id means something only inside its chat. Pure. */
import { batchReader, unreadable } from '../batch'
import type { Arrived, Incoming, Party } from '../channel'
import { cardWords, vcard } from '../card'
import { directAddress, idOf, topicWay } from './ids'
import { checklistWords, pollWords, richFiles, richWords, withLinks } from './rich'
import { arr, jsonOf, type Loose, num, obj, placeText, present, some, str } from '../loose'

type Media = Extract<Incoming, { type: 'message' }>['files'] & object

export function parse({ raw }: Arrived): Incoming[] {
  const body = jsonOf(raw)
  if (body === undefined) return unreadable(raw)
  // One update a call; a gateway may send several.
  return batchReader()(Array.isArray(body) ? body : [body], 'update', update)
}

function update(u: Loose): Incoming[] {
  const id = num(u.update_id)
  if (!Number.isSafeInteger(id)) throw new Error('no update_id')
  const head = { key: `u:${id}`, rank: id }
  const said = obj(u.message ?? u.business_message ?? u.channel_post)
  if (said.message_id !== undefined) return said.migrate_to_chat_id === undefined && said.migrate_from_chat_id === undefined ? [message(said, head)] : [moved(said, head)]
  const edited = obj(u.edited_message ?? u.edited_business_message ?? u.edited_channel_post)
  if (edited.message_id !== undefined) return [edit(edited, head)]
  if (u.message_reaction) return [reaction(obj(u.message_reaction), head)]
  if (u.callback_query) return [pressed(obj(u.callback_query), head)]
  if (u.my_chat_member) return [member(obj(u.my_chat_member), head)]
  if (u.deleted_business_messages) return deleted(obj(u.deleted_business_messages), head)
  return [{ ...head, at: 0, type: 'ignored', what: Object.keys(u).find((k) => k !== 'update_id') ?? 'an empty update' }]
}

/** A pressed button turns until it is answered: the answer to the call may carry that. */
export function thanks({ raw }: Arrived): { type: string; body: string } | null {
  const id = str(obj(obj(jsonOf(raw)).callback_query).id)
  return id ? { type: 'application/json', body: JSON.stringify({ method: 'answerCallbackQuery', callback_query_id: id }) } : null
}

/** A group became a supergroup and has another id from now on. */
function moved(m: Loose, head: Head): Incoming {
  const here = str(obj(m.chat).id)
  const [previous, now] = m.migrate_to_chat_id === undefined ? [str(m.migrate_from_chat_id), here] : [here, str(m.migrate_to_chat_id)]
  return { ...head, at: at(m.date), type: 'identity', previous, current: { address: now } }
}

type Head = { key: string; rank: number }

/**
 * The chat is who we talk to: the person in a private one, all of them in a group. A channel's direct messages are one chat too, in
 * which each customer has a topic. `m`: the message there, for its topic.
 */
function partyOf(chat: Loose, from: Loose, m: Loose = {}): Party {
  if (!str(chat.id)) throw new Error('no chat')
  const topic = obj(m.direct_messages_topic)
  const isDirect = str(topic.topic_id) !== ''
  const address = isDirect ? directAddress(chat.id, topic.topic_id) : str(chat.id)
  const via = viaOf(m) ?? (m.is_topic_message === true && str(m.message_thread_id) ? topicWay(m.message_thread_id) : undefined)
  const who = isDirect ? { ...from, ...obj(topic.user) } : chat.type === undefined || chat.type === 'private' ? { ...from, ...chat } : chat
  const name = str(who.title) || [str(who.first_name), str(who.last_name)].filter(Boolean).join(' ') || (some(who.username) ? `@${str(who.username)}` : '')
  return present({ address, name: name || undefined, via, language: some(who.language_code)?.slice(0, 35) })
}

/** A message said for a business account, whose answers must go the same way. */
const viaOf = (m: Loose) => some(m.business_connection_id)

function at(seconds: unknown): number {
  const n = num(seconds)
  if (!(n > 0)) throw new Error('no date')
  return n * 1000
}

/** In a business chat the account's owner writes too, and in direct messages the channel's people: that is our side. */
function isOurs(m: Loose): boolean {
  const customer = obj(obj(m.direct_messages_topic).user)
  if (str(customer.id)) return str(obj(m.from).id) !== str(customer.id)
  return m.business_connection_id !== undefined && str(obj(m.from).id) !== str(obj(m.chat).id)
}

function message(m: Loose, head: Head): Incoming {
  const chat = obj(m.chat)
  const from = obj(m.from)
  const via = viaOf(m)
  const isEcho = isOurs(m)
  const party = partyOf(chat, isEcho ? {} : from, m)
  const { text, files, extra, label } = content(m)
  const base = { ...head, at: at(m.date) }
  const externalId = idOf(chat.id, m.message_id, via)
  if (label === 'service') return { ...base, type: 'ignored', what: 'a service message' }
  if (label) return { ...base, type: 'unsupported', externalId, from: party, label }
  const answered = obj(m.reply_to_message).message_id
  const isTheirs = party.address === str(from.id) || str(obj(m.direct_messages_topic).topic_id) !== ''
  const by = isTheirs || isEcho ? {} : { author: [str(from.first_name), str(from.last_name)].filter(Boolean).join(' ') }
  const more = { ...extra, ...(some(by.author) ? by : {}) }
  return {
    ...base,
    type: 'message',
    externalId,
    direction: isEcho ? 'echo' : 'in',
    from: party,
    text,
    files,
    ...(answered === undefined ? {} : { replyTo: idOf(chat.id, answered, via) }),
    ...(some(m.media_group_id) ? { albumId: str(m.media_group_id) } : {}),
    ...(Object.keys(more).length > 0 ? { extra: more } : {}),
  }
}

function content(m: Loose): { text: string; files: Media; extra: Loose; label?: string } {
  const rich = obj(m.rich_message)
  const text = m.text ? withLinks(str(m.text), m.entities) : m.caption ? withLinks(str(m.caption), m.caption_entities) : richWords(rich)
  const files = [...filesOf(m), ...richFiles(rich).flatMap(filesOf).slice(0, RICH_FILES_MAX)]
  const extra = present({ forwarded: m.forward_origin === undefined ? undefined : true, quote: some(obj(m.quote).text), start: /^\/start (\S+)/.exec(text)?.[1] })
  if (files.length > 0 || text) return { text: files[0]?.kind === 'sticker' ? '' : text, files, extra }
  const place = obj(obj(m.venue).location ?? m.location)
  if (place.latitude !== undefined)
    return {
      text: placeText(place.latitude, place.longitude, obj(m.venue).title, obj(m.venue).address),
      files,
      extra: { ...extra, location: { ...place, ...present({ title: some(obj(m.venue).title), address: some(obj(m.venue).address) }) } },
    }
  if (m.contact !== undefined) {
    const contact = cardOf(obj(m.contact))
    return { text: cardWords(contact), files, extra: { ...extra, contacts: [contact] } }
  }
  if (m.poll !== undefined) return { text: pollWords(obj(m.poll)), files, extra }
  if (m.checklist !== undefined) return { text: checklistWords(obj(m.checklist)), files, extra }
  const app = obj(m.web_app_data)
  if (str(app.data)) return { text: [str(app.button_text), str(app.data)].filter(Boolean).join('\n'), files, extra: { ...extra, button: str(app.data) } }
  if (m.dice !== undefined) return { text: `${str(obj(m.dice).emoji)} ${str(obj(m.dice).value)}`, files, extra }
  // Whatever stands in it that is neither about the message nor about the chat is something they sent, known to us or not.
  const kind = Object.keys(m).find((k) => !ABOUT.has(k) && !SERVICE.test(k))
  return { text: '', files, extra, label: kind ?? 'service' }
}

const ABOUT = new Set(
  'message_id message_thread_id from sender_chat sender_boost_count sender_business_bot business_connection_id date chat forward_origin is_topic_message is_automatic_forward reply_to_message external_reply quote reply_to_story reply_to_checklist_task_id via_bot edit_date has_protected_content is_from_offline is_paid_post media_group_id author_signature paid_star_count entities link_preview_options effect_id caption caption_entities show_caption_above_media has_media_spoiler reply_markup text direct_messages_topic suggested_post_info forward_from forward_date forward_from_chat forward_from_message_id forward_sender_name forward_signature'.split(
    ' ',
  ),
)
/** What happened to the chat, in Telegram's own words. */
const SERVICE =
  /^(new_chat_|left_chat_|delete_chat_|group_chat_|supergroup_chat_|channel_chat_|message_auto_|migrate_|pinned_message|users_shared|chat_shared|user_shared|connected_website|write_access_|proximity_alert_|boost_added|chat_background_|checklist_tasks_|direct_message_price_|forum_topic_|general_forum_|giveaway_|paid_message_price_|suggested_post_|video_chat_|voice_chat_|chat_owner_)/

const RICH_FILES_MAX = 50

/** What its vCard says besides. */
function cardOf({ vcard: text, ...c }: Loose): Loose {
  if (!str(text)) return c
  const more = vcard(str(text))
  const digits = (phone: unknown) => str(phone).replace(/\D/g, '')
  return { ...more, ...c, phones: arr(more.phones).filter((p) => digits(obj(p).phone) !== digits(c.phone_number)) }
}

const KINDS = [
  ['animation', 'video'],
  ['document', 'file'],
  ['video', 'video'],
  ['voice', 'voice'],
  ['audio', 'audio'],
  ['video_note', 'video'],
  ['sticker', 'sticker'],
] as const

function filesOf(m: Loose): Media {
  // The same picture in several sizes, the largest last.
  const photo = obj(arr(m.photo).at(-1))
  if (str(photo.file_id)) return [present({ ref: str(photo.file_id), kind: 'image' as const, type: 'image/jpeg', size: sizeOf(photo) })]
  const [name, kind] = KINDS.find(([k]) => str(obj(m[k]).file_id)) ?? []
  if (!name || !kind) return []
  const f = obj(m[name])
  return [present({ ref: str(f.file_id), kind, name: some(f.file_name), type: some(f.mime_type), size: sizeOf(f) })]
}

const sizeOf = (f: Loose): number | undefined => (num(f.file_size) >= 0 ? num(f.file_size) : undefined)

function edit(m: Loose, head: Head): Incoming {
  const chat = obj(m.chat)
  const isEcho = isOurs(m)
  return {
    ...head,
    at: at(m.edit_date ?? m.date),
    type: 'edit',
    externalId: idOf(chat.id, m.message_id, viaOf(m)),
    from: partyOf(chat, isEcho ? {} : obj(m.from), m),
    direction: isEcho ? 'echo' : 'in',
    text: content(m).text,
  }
}

function reaction(r: Loose, head: Head): Incoming {
  const now = obj(arr(r.new_reaction)[0])
  const emoji = now.type === 'emoji' ? str(now.emoji) : now.type === undefined ? null : '⭐'
  return { ...head, at: at(r.date), type: 'reaction', externalId: idOf(obj(r.chat).id, r.message_id), from: partyOf(obj(r.chat), obj(r.user)), emoji: emoji || null }
}

/** A button below a message: what stands on it is what they said. */
function pressed(q: Loose, head: Head): Incoming {
  const m = obj(q.message)
  const chat = obj(m.chat)
  const button = arr(obj(m.reply_markup).inline_keyboard)
    .flatMap(arr)
    .map(obj)
    .find((b) => str(b.callback_data) === str(q.data))
  const words = str(button?.text) || str(q.data) || 'pressed a button'
  const from = obj(q.from)
  const via = viaOf(m)
  const party = str(chat.id) ? partyOf(chat, from, m) : partyOf(from, from)
  // The press itself has no time: it is put where it arrives.
  return {
    ...head,
    at: 0,
    type: 'message',
    externalId: `button:${str(q.id)}`,
    from: party,
    text: words,
    extra: { button: str(q.data) },
    ...(m.message_id === undefined ? {} : { replyTo: idOf(chat.id, m.message_id, via) }),
  }
}

function member(m: Loose, head: Head): Incoming {
  const state = str(obj(m.new_chat_member).status)
  return { ...head, at: at(m.date), type: 'consent', from: partyOf(obj(m.chat), obj(m.from)), state: state === 'kicked' || state === 'left' ? 'blocked' : 'opted_in' }
}

function deleted(d: Loose, head: Head): Incoming[] {
  const via = viaOf(d)
  const from = partyOf(obj(d.chat), {}, d)
  return arr(d.message_ids).map((id) => ({ ...head, key: `${head.key}:${str(id)}`, at: 0, type: 'delete', externalId: idOf(obj(d.chat).id, id, via), from }))
}
