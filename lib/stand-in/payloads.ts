/** What each provider posts to us. */
import { nextId, type PlayedType, type Sent } from './facts'
import { OURS } from './graph'

/** Who says it, and when (unix ms). `id`: the provider's of this message. */
export type From = { from: string; name?: string; id: string; at: number }
/** `fileId` names a file that the stand-in gives. */
export type Said = { text: string; replyTo?: string; fileId?: string; fileType?: string; fileName?: string; mail?: MailSaid }
/** Where a mail goes and what it answers. Ids are without brackets. */
export type MailSaid = { to: string; subject: string; bytes?: Uint8Array }

const seconds = (ms: number) => String(Math.floor(ms / 1000))
const firstUpdate = Date.now()
const update = (what: object) => ({ update_id: firstUpdate + nextId(), ...what })

const numbers = new Map<string, number>()
/** Telegram's ids are numbers: any other name stands for one of its own. */
function numberOf(id: string): number {
  if (/^\d+$/.test(id)) return Number(id)
  const known = numbers.get(id) ?? firstUpdate + nextId()
  numbers.set(id, known)
  return known
}

/** A text in the provider's form, under an id of one's own. */
export const payloadOf = (type: PlayedType, from: string, text: string, id: string, at: number): unknown =>
  message(type, { from, id: type === 'sms' ? `SM${id}` : id, at }, { text }, '')

/** An id in the provider's form. Telegram counts. */
export const newId = (type: PlayedType): string =>
  type === 'email'
    ? `${crypto.randomUUID()}@customers.example`
    : type === 'telegram'
      ? String(firstUpdate + nextId())
      : type === 'sms'
        ? `SMin${crypto.randomUUID()}`
        : `${type === 'whatsapp' ? 'wamid' : 'm'}.in${crypto.randomUUID()}`

export const whatsapp = (value: object, field = 'messages') => ({
  object: 'whatsapp_business_account',
  entry: [{ id: OURS.business, changes: [{ field, value: { messaging_product: 'whatsapp', metadata: { phone_number_id: OURS.number }, ...value } }] }],
})
const own = (type: PlayedType) => (type === 'messenger' ? OURS.page : OURS.instagram)
const messaging = (type: PlayedType, at: number, item: object) => ({
  object: type === 'messenger' ? 'page' : 'instagram',
  entry: [{ id: own(type), time: at, messaging: [{ timestamp: at, ...item }] }],
})
const waFrom = ({ from, name, id, at }: From) => ({
  contacts: [{ profile: { name: name ?? `Customer ${from}` }, wa_id: from.replace('+', '') }],
  head: { from: from.replace('+', ''), id, timestamp: seconds(at) },
})
const tgFrom = ({ from, name, at }: From) => {
  const [first_name, ...rest] = (name ?? `Customer ${from}`).split(' ')
  const who = { id: Number(from), first_name, ...(rest.length > 0 ? { last_name: rest.join(' ') } : {}) }
  return { date: Number(seconds(at)), chat: { ...who, type: 'private' }, from: who }
}

/** Words, a file, an answer to something. `base`: where the stand-in gives its files. */
export function message(type: PlayedType, f: From, s: Said, base: string): unknown {
  const isPicture = s.fileType?.startsWith('image/') ?? false
  if (type === 'whatsapp') {
    const { contacts, head } = waFrom(f)
    const kind = s.fileId === undefined ? 'text' : isPicture ? 'image' : 'document'
    const content =
      s.fileId === undefined ? { body: s.text } : { id: s.fileId, mime_type: s.fileType, caption: s.text || undefined, ...(isPicture ? {} : { filename: s.fileName }) }
    return whatsapp({ contacts, messages: [{ ...head, type: kind, [kind]: content, ...(s.replyTo ? { context: { id: s.replyTo } } : {}) }] })
  }
  if (type === 'telegram') {
    const file =
      s.fileId === undefined
        ? {}
        : isPicture
          ? { photo: [{ file_id: s.fileId, width: 800, height: 600 }] }
          : { document: { file_id: s.fileId, file_name: s.fileName, mime_type: s.fileType } }
    const words = s.fileId === undefined ? { text: s.text } : s.text ? { caption: s.text } : {}
    const reply = s.replyTo ? { reply_to_message: { message_id: numberOf(s.replyTo), chat: { id: Number(f.from) } } } : {}
    return update({ message: { message_id: numberOf(f.id), ...tgFrom(f), ...words, ...file, ...reply } })
  }
  if (type === 'email') return mail(f, s)
  if (type === 'sms')
    return new URLSearchParams({
      MessageSid: f.id,
      From: f.from,
      To: '+15550009999',
      Body: s.text,
      NumMedia: s.fileId === undefined ? '0' : '1',
      ...(s.fileId === undefined ? {} : { MediaUrl0: `${base}/files/${s.fileId}`, MediaContentType0: s.fileType ?? 'application/octet-stream' }),
      SmsStatus: 'received',
    })
  const attachments = s.fileId === undefined ? {} : { attachments: [{ type: isPicture ? 'image' : 'file', payload: { url: `${base}/files/${s.fileId}` } }] }
  return messaging(type, f.at, {
    sender: { id: f.from },
    recipient: { id: own(type) },
    message: { mid: f.id, ...(s.text ? { text: s.text } : {}), ...attachments, ...(s.replyTo ? { reply_to: { mid: s.replyTo } } : {}) },
  })
}

/** As Postmark posts it. */
const mail = ({ from, name, id, at }: From, { text, replyTo, fileId, fileName, fileType, mail: m }: Said) => ({
  From: name ? `"${name.replaceAll('"', '')}" <${from}>` : from,
  FromFull: { Email: from, Name: name ?? '' },
  To: m?.to ?? '',
  OriginalRecipient: m?.to ?? '',
  Subject: m?.subject ?? '',
  MessageID: id.split('@')[0],
  Date: new Date(at).toUTCString(),
  TextBody: text,
  Headers: [
    { Name: 'Message-ID', Value: `<${id}>` },
    ...(replyTo
      ? [
          { Name: 'In-Reply-To', Value: `<${replyTo}>` },
          { Name: 'References', Value: `<${replyTo}>` },
        ]
      : []),
  ],
  Attachments: fileId ? [{ Name: fileName, ContentType: fileType, Content: Buffer.from(m?.bytes ?? []).toString('base64') }] : [],
})

/** Their emoji on a message; null takes it back. Null where customers cannot. */
export function reaction(type: PlayedType, f: From, about: string, emoji: string | null): unknown {
  if (type === 'sms' || type === 'email') return null
  if (type === 'whatsapp') {
    const { contacts, head } = waFrom(f)
    return whatsapp({ contacts, messages: [{ ...head, type: 'reaction', reaction: { message_id: about, emoji: emoji ?? '' } }] })
  }
  if (type === 'telegram') {
    const { date, chat, from } = tgFrom(f)
    return update({ message_reaction: { chat, user: from, date, message_id: numberOf(about), old_reaction: [], new_reaction: emoji ? [{ type: 'emoji', emoji }] : [] } })
  }
  return messaging(type, f.at, {
    sender: { id: f.from },
    recipient: { id: own(type) },
    reaction: { mid: about, action: emoji ? 'react' : 'unreact', emoji: emoji ?? undefined },
  })
}

/** Other words for what they said. Null where that cannot be. */
export function edit(type: PlayedType, f: From, about: string, text: string): unknown {
  if (type === 'sms' || type === 'email') return null
  if (type === 'whatsapp') {
    const { contacts, head } = waFrom(f)
    return whatsapp({ contacts, messages: [{ ...head, type: 'edit', edit: { original_message_id: about, message: { type: 'text', text: { body: text } } } }] })
  }
  if (type === 'telegram') return update({ edited_message: { message_id: numberOf(about), ...tgFrom(f), edit_date: Number(seconds(f.at)), text } })
  return messaging(type, f.at, { sender: { id: f.from }, recipient: { id: own(type) }, message_edit: { mid: about, text, num_edit: nextId() } })
}

/** What they said is taken back. Null where it cannot be. */
export function unsaid(type: PlayedType, f: From, about: string): unknown {
  if (type === 'whatsapp') {
    const { contacts, head } = waFrom(f)
    return whatsapp({ contacts, messages: [{ ...head, type: 'revoke', revoke: { original_message_id: about } }] })
  }
  return type === 'instagram' ? messaging(type, f.at, { sender: { id: f.from }, recipient: { id: own(type) }, message: { mid: about, is_deleted: true } }) : null
}

/** They do not want to hear from us any more, or again: in words, or by a switch. Null where there is none. */
export function consent(type: PlayedType, f: From, wants: boolean, base: string): unknown {
  if (type === 'sms') return message(type, f, { text: wants ? 'START' : 'STOP' }, base)
  if (type !== 'telegram') return null
  const { date, chat, from } = tgFrom(f)
  return update({ my_chat_member: { chat, from, date, new_chat_member: { status: wants ? 'member' : 'kicked', user: { id: 77, is_bot: true } } } })
}

/** An approved text changed its state. */
export const templateState = (name: string, language: string, event: string) =>
  whatsapp({ event, message_template_id: 7000, message_template_name: name, message_template_language: language, reason: 'NONE' }, 'message_template_status_update')

/** What became of a message, one step at a time: sent, delivered, read. Where the provider has echoes, the first is that. */
export function receipt(s: Sent, step: 'sent' | 'delivered' | 'read' | 'failed', at = s.at): unknown {
  if (s.type === 'whatsapp') {
    const errors = step === 'failed' ? { errors: [s.fate === 'opt_out' ? { code: 131050, title: 'stopped' } : { code: 131047, title: 'Re-engagement message' }] } : {}
    return whatsapp({ statuses: [{ id: s.id, status: step, timestamp: seconds(at), recipient_id: s.to, biz_opaque_callback_data: s.clientRef, ...errors }] })
  }
  if (s.type === 'sms') return step === 'read' ? null : new URLSearchParams({ MessageSid: s.id, MessageStatus: step, To: s.to })
  if (s.type === 'telegram' || s.type === 'email' || step === 'failed') return null
  const us = { id: own(s.type) }
  const content = s.file ? { attachments: [{ type: 'file', payload: {} }] } : { text: s.text }
  if (step === 'sent')
    return messaging(s.type, s.at, { sender: us, recipient: { id: s.to }, message: { mid: s.id, ...content, is_echo: true, metadata: s.clientRef || undefined } })
  if (step === 'delivered')
    return s.type === 'messenger' ? messaging(s.type, at, { sender: { id: s.to }, recipient: us, delivery: { mids: [s.id], watermark: at } }) : null
  return messaging(s.type, at, { sender: { id: s.to }, recipient: us, read: s.type === 'messenger' ? { watermark: at + 1000 } : { mid: s.id } })
}
