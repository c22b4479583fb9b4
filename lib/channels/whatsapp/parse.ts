/** What WhatsApp tells us: every message, status and echo of every change of every entry. Pure. */
import { batchReader, senseless, unreadable } from '../batch'
import type { Arrived, Incoming, Party } from '../channel'
import { cardWords } from '../card'
import { arr, fingerprint, isObject, jsonOf, type Loose, num, obj, own, placeText, present, some, str } from '../loose'
import { metaFault } from '../meta'
import { referralFiles } from '../referral'

type Media = 'image' | 'video' | 'sticker' | 'document' | 'audio'
const MEDIA: Record<Media, 'image' | 'video' | 'sticker' | 'file' | 'audio'> = { image: 'image', video: 'video', sticker: 'sticker', document: 'file', audio: 'audio' }

export function parse({ raw }: Arrived): Incoming[] {
  const body = jsonOf(raw)
  if (body === undefined) return unreadable(raw)
  const each = batchReader()
  const entries = arr(obj(body).entry)
  if (entries.length === 0) return senseless(body, 'a call without entries')
  return entries.flatMap((entry) => {
    const changes = arr(obj(entry).changes)
    if (changes.length === 0) return senseless(entry, 'an entry without changes')
    return changes.flatMap((change) => {
      const { field, value } = obj(change)
      if (!isObject(value)) return senseless(change, 'a change without a value')
      const alone = (list: string) => (item: unknown) => aloneIn(obj(entry).id, field, { ...pick(value), [list]: [item] })
      const out = [
        ...each(value.messages, 'message', (m) => message(m, value), alone('messages')),
        ...each(value.message_echoes, 'echo', (m) => message(m, value, true), alone('message_echoes')),
        ...each(value.statuses, 'status', status, alone('statuses')),
        ...each(value.user_id_update, 'identity', identityUpdate, alone('user_id_update')),
        ...each(value.user_preferences, 'preference', (p) => preference(p, value), alone('user_preferences')),
        ...each(value.calls, 'call', (c) => call(c, value), alone('calls')),
      ]
      const account = some(obj(value.metadata).phone_number_id)
      return (out.length > 0 ? out : [other(str(field), value, num(obj(entry).time), change)]).map((e) => ({ ...e, account }))
    })
  })
}

const aloneIn = (id: unknown, field: unknown, value: Loose) => ({ object: 'whatsapp_business_account', entry: [{ id, changes: [{ field, value }] }] })
/** What every entry of a change needs to be read. */
const pick = ({ messaging_product, metadata, contacts }: Loose): Loose => present({ messaging_product, metadata, contacts })

/** What concerns the account or nobody: kept to look at. */
function other(field: string, value: Loose, time: number, raw: unknown): Incoming {
  // The same may be said again another day.
  const head = { key: `f:${field}:${fingerprint(value)}:${Number.isFinite(time) ? time : ''}`, at: Number.isFinite(time) ? time * 1000 : 0, raw }
  const [error] = arr(value.errors)
  const fault = error ? metaFault(error, 0) : null
  if (fault?.class === 'account') return { ...head, type: 'account', fault }
  const event = str(value.event)
  if (field === 'account_update' && /^(ACCOUNT_DELETED|DISABLED_UPDATE|ACCOUNT_RESTRICTION|ACCOUNT_VIOLATION|ACCOUNT_OFFBOARDED|PARTNER_REMOVED)$/.test(event))
    return { ...head, type: 'account', fault: { class: 'account', code: event, message: `WhatsApp reports ${event.toLowerCase().replaceAll('_', ' ')}.` } }
  if (field === 'account_update' && event === 'ACCOUNT_RECONNECTED') return { ...head, type: 'account', fault: null }
  if (field === 'message_template_status_update' && str(value.message_template_name) && str(value.message_template_language) && event)
    return { ...head, type: 'template', name: str(value.message_template_name), language: str(value.message_template_language), status: own(STANDING, event) ?? event }
  return { ...head, type: 'ignored', what: [field, event, fault?.message].filter(Boolean).join(' ').slice(0, 200) || 'nothing we know' }
}

/** What an event leaves a template as, where that is not its own word. */
const STANDING: Record<string, string> = { REINSTATED: 'APPROVED', FLAGGED: 'APPROVED' }

const time = (v: unknown): number => {
  const seconds = num(v)
  if (!(seconds > 0)) throw new Error('no timestamp')
  return seconds * 1000
}

/** Since 2026 the number may be missing: then the business-scoped id is who it is, and otherwise another name for them. */
function partyOf(number: string, userId: string, parentId: string, value: Loose): Party {
  const card = arr(value.contacts)
    .map(obj)
    .find((c, _i, all) => (number !== '' && str(c.wa_id) === number) || (userId !== '' && str(c.user_id) === userId) || (!number && !userId && all.length === 1))
  const aliases = [userId || str(card?.user_id), parentId || str(card?.parent_user_id)]
  const [address, ...rest] = [number || str(card?.wa_id), ...aliases].filter(Boolean)
  if (!address) throw new Error('nobody is named as the sender')
  const profile = obj(card?.profile)
  return present({ address, aliases: rest.length > 0 ? rest : undefined, name: some(profile.name) ?? some(profile.username) ?? some(card?.username) })
}

/** Asked for their number, they answer with a card of their own; until then it may be that only it tells who they are. */
function numberGiven(m: Loose): string {
  const given = arr(m.contacts)
    .map(obj)
    .find((c) => c.origin === 'contact_request')
  const phone = obj(arr(given?.phones)[0])
  return str(phone.wa_id) || str(phone.phone).replace(/\D/g, '')
}

function message(m: Loose, value: Loose, isEcho = false): Incoming[] {
  const id = str(m.id)
  if (!id) throw new Error('no id')
  const at = time(m.timestamp)
  const from = isEcho
    ? partyOf(str(m.to), str(m.to_user_id), str(m.to_parent_user_id), value)
    : partyOf(str(m.from) || numberGiven(m), str(m.from_user_id) || (str(m.from) ? '' : str(obj(m.system).user_id)), str(m.from_parent_user_id), value)
  const type = str(m.type)
  const head = { key: `m:${id}:${fingerprint({ ...m, from: undefined })}`, at }
  // How our side reacted in the provider's own app is no reaction of the customer's.
  if (type === 'reaction' && isEcho) return [{ ...head, type: 'ignored', what: 'a reaction of our own' }]
  if (type === 'reaction') {
    const r = obj(m.reaction)
    return [{ ...head, type: 'reaction', externalId: str(r.message_id), from, emoji: some(r.emoji) ?? null }]
  }
  if (type === 'edit') {
    const now = obj(obj(m.edit).message)
    return [{ ...head, type: 'edit', externalId: str(obj(m.edit).original_message_id), from, direction: isEcho ? 'echo' : 'in', text: content(now).text }]
  }
  if (type === 'revoke') return [{ ...head, type: 'delete', externalId: str(obj(m.revoke).original_message_id), from }]
  if (isEcho && type === 'unsupported') return [{ ...head, type: 'message', externalId: id, direction: 'echo', from, text: '' }]
  if (type === 'unsupported' || type === 'errors' || (type !== '' && !known(type) && m[type] === undefined))
    return [{ ...head, type: 'unsupported', externalId: id, from, label: str(obj(m.unsupported).type) || str(obj(arr(m.errors)[0]).title) || type }]
  const { text, files, extra } = content(m)
  const context = obj(m.context)
  const said: Incoming = {
    ...head,
    type: 'message',
    externalId: id,
    direction: isEcho ? 'echo' : 'in',
    isExact: true,
    from,
    text,
    files: isEcho ? files : [...files, ...referralFiles(m.referral)],
    ...(some(context.id) ? { replyTo: str(context.id) } : {}),
    ...(type === 'system' ? { isMachine: true } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
  if (isEcho) return [said]
  const moved = type === 'system' ? numberChange(m, head) : []
  return [said, ...moved]
}

/** They want no more advertising, or want it again. Answers still reach them, so it is a line in the conversation. */
function preference(p: Loose, value: Loose): Incoming[] {
  const head = { key: `p:${fingerprint(p)}`, at: time(p.timestamp) }
  const wanted = str(p.value).toLowerCase()
  if (str(p.category) !== 'marketing_messages' || (wanted !== 'stop' && wanted !== 'resume'))
    return [{ ...head, type: 'ignored', what: `preference ${str(p.category)} ${wanted}`.slice(0, 200) }]
  return [
    {
      ...head,
      type: 'message',
      externalId: `preference:${fingerprint(p)}`,
      from: partyOf(str(p.wa_id), str(p.user_id), str(p.parent_user_id), value),
      text: wanted === 'stop' ? '🔕 Wants no more marketing messages on WhatsApp' : '🔔 Wants marketing messages on WhatsApp again',
      isMachine: true,
      extra: { preference: wanted },
    },
  ]
}

/** Nobody here can pick up: that they called is what can be told. */
function call(c: Loose, value: Loose): Incoming[] {
  const id = str(c.id)
  const head = { key: `call:${id}:${str(c.event)}:${fingerprint(c)}`, at: time(c.timestamp) }
  if (str(c.event) !== 'connect' || str(c.direction) !== 'USER_INITIATED') return [{ ...head, type: 'ignored', what: `call ${str(c.event)}` }]
  if (!id) throw new Error('no id')
  return [
    {
      ...head,
      type: 'message',
      externalId: `call:${id}`,
      from: partyOf(str(c.from), str(c.from_user_id), '', value),
      text: '📞 Called us on WhatsApp',
      extra: { call: id },
    },
  ]
}

const known = (type: string) => ['text', 'location', 'contacts', 'button', 'interactive', 'order', 'system', 'request_welcome', ...Object.keys(MEDIA)].includes(type)

function content(m: Loose): { text: string; files: Extract<Incoming, { type: 'message' }>['files'] & object; extra: Loose } {
  const type = str(m.type)
  const it = obj(m[type])
  const extra = present({ referral: m.referral, forwarded: obj(m.context).forwarded === true || obj(m.context).frequently_forwarded === true ? true : undefined })
  if (Object.hasOwn(MEDIA, type)) {
    const kind = it.voice === true ? ('voice' as const) : MEDIA[type as Media]
    const ref = str(it.id) || str(it.url)
    const file = present({ ref, kind, name: some(it.filename), type: some(it.mime_type) })
    return { text: str(it.caption), files: ref ? [file] : [], extra }
  }
  if (type === 'text') return { text: str(it.body), files: [], extra }
  if (type === 'location') return { text: placeText(it.latitude, it.longitude, it.name, it.address), files: [], extra: { ...extra, location: it } }
  if (type === 'contacts')
    return {
      text: arr(m.contacts).map(cardWords).join('\n\n'),
      files: [],
      extra: { ...extra, contacts: m.contacts },
    }
  if (type === 'button') return { text: str(it.text) || str(it.payload), files: [], extra: { ...extra, button: str(it.payload) } }
  if (type === 'interactive') return { ...chosen(it), files: [], extra: { ...extra, interactive: it } }
  if (type === 'order') return { text: orderText(it), files: [], extra: { ...extra, order: it } }
  if (type === 'system') return { text: str(it.body) || 'WhatsApp says that something changed', files: [], extra: { ...extra, system: it } }
  return { text: str(it.body) || str(it.text) || `sent something we cannot show: ${type || 'unknown'}`, files: [], extra }
}

function chosen(it: Loose): { text: string } {
  const reply = obj(it[str(it.type)])
  const form = formText(str(reply.response_json))
  if (some(reply.response)) return { text: `${str(it.type).replaceAll('_', ' ')}: ${str(reply.response)}` }
  return {
    text: [str(reply.title), str(reply.description)].filter(Boolean).join('\n') || form || 'sent something we cannot show: interactive',
  }
}

/** What was filled in, line by line. */
function formText(json: string): string {
  const answers = json ? Object.entries(obj(jsonOf(Buffer.from(json)))).filter(([k]) => k !== 'flow_token') : []
  return json && answers.length === 0
    ? '📋'
    : answers
        .map(([k, v], i) => `${i === 0 ? '📋 ' : ''}${k.replaceAll('_', ' ')}: ${isObject(v) || Array.isArray(v) ? JSON.stringify(v) : str(v) || String(v)}`)
        .join('\n')
}

const orderText = (o: Loose): string =>
  [
    '🛒',
    str(o.text),
    ...arr(o.product_items).map((i) => `${str(obj(i).quantity)} × ${str(obj(i).product_retailer_id)} (${str(obj(i).item_price)} ${str(obj(i).currency)})`),
  ]
    .filter(Boolean)
    .join('\n')

/** A new number, said in the conversation and taken over. */
function numberChange(m: Loose, head: { key: string; at: number }): Incoming[] {
  const s = obj(m.system)
  const now = str(s.wa_id) || str(s.new_wa_id)
  if (!/changed_number/.test(str(s.type)) || !now || !str(m.from)) return []
  return [
    {
      key: `${head.key}:identity`,
      at: head.at,
      type: 'identity',
      previous: str(m.from),
      current: present({ address: now, aliases: some(s.user_id) ? [str(s.user_id)] : undefined }),
    },
  ]
}

function identityUpdate(u: Loose): Incoming[] {
  const ids = obj(u.user_id)
  const [previous, current] = [str(ids.previous) || str(u.previous), str(ids.current) || str(u.current)]
  if (!previous || !current) throw new Error('an update of an id without the ids')
  const number = str(u.wa_id)
  const parent = str(obj(u.parent_user_id).current)
  const aliases = [...(number ? [current] : []), ...(parent ? [parent] : [])]
  const seconds = num(u.timestamp)
  return [
    {
      key: `i:${previous}:${current}`,
      at: seconds > 0 ? seconds * 1000 : 0,
      type: 'identity',
      previous,
      current: present({ address: number || current, aliases: aliases.length > 0 ? aliases : undefined }),
    },
  ]
}

const STATES = { sent: 'sent', delivered: 'delivered', read: 'read', played: 'read', failed: 'failed' } as const

function status(s: Loose): Incoming[] {
  const said = str(s.status)
  if (!str(s.id)) throw new Error('no id')
  const head = { key: `s:${str(s.id)}:${said}:${fingerprint(s)}`, at: time(s.timestamp) }
  const state = Object.hasOwn(STATES, said) ? STATES[said as keyof typeof STATES] : null
  if (!state) return [{ ...head, type: 'ignored', what: `status ${said}` }]
  const error = arr(s.errors)[0]
  return [
    present({
      ...head,
      type: 'status' as const,
      externalId: str(s.id),
      clientRef: some(s.biz_opaque_callback_data),
      state,
      fault: error ? metaFault(error, 0) : undefined,
    }),
  ]
}
