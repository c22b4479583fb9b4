/** What Messenger and Instagram tell us: they share one form. Pure. */
import { batchReader, senseless, unreadable } from './batch'
import type { Arrived, Incoming, Party } from './channel'
import { referralFiles } from './referral'
import { arr, fingerprint, isObject, jsonOf, type Loose, num, obj, some, str } from './loose'

type Files = Extract<Incoming, { type: 'message' }>['files'] & object

/** `ours`: the account's id, whose own messages come back as echoes. */
export function parseMessaging({ raw }: Arrived, ours: string): Incoming[] {
  const body = jsonOf(raw)
  if (body === undefined) return unreadable(raw)
  const each = batchReader()
  const entries = arr(obj(body).entry)
  if (entries.length === 0) return senseless(body, 'a call without entries')
  return entries.flatMap((e) => {
    if (!isObject(e)) return senseless(e, 'an entry that is none')
    const entry = e
    const account = some(entry.id)
    // A call may be about another account than the one whose address it came to.
    const whose = [ours, ...(account ? [account] : [])]
    const alone = (list: string) => (item: unknown) => ({ object: obj(body).object, entry: [{ id: entry.id, time: entry.time, [list]: [item] }] })
    const out = [
      ...each(entry.messaging, 'messaging', (item) => read(item, whose, entry.time), alone('messaging')),
      // Another app holds the conversation: what is said in it is said to us all the same.
      ...each(entry.standby, 'standby', (item) => read(item, whose, entry.time), alone('standby')),
      ...each(entry.changes, 'change', (c) => change(c, whose, entry.time), alone('changes')),
    ]
    return (out.length > 0 ? out : [{ type: 'ignored' as const, key: `e:${fingerprint(entry)}`, at: num(entry.time) || 0, what: 'an empty entry', raw: e }]).map(
      (it): Incoming => ({ ...it, account }),
    )
  })
}

/** The dashboard's test calls come this way, and Instagram's own. */
function change(c: Loose, ours: readonly string[], entryTime: unknown): Incoming[] {
  if (!isObject(c.value)) throw new Error('a change without a value')
  const value = c.value
  if (obj(value.sender).id !== undefined) return read(value, ours, entryTime)
  return [{ type: 'ignored', key: `c:${fingerprint(c)}`, at: 0, what: str(c.field) || 'a change' }]
}

function read(item: Loose, ours: readonly string[], entryTime: unknown): Incoming[] {
  const [sender, recipient] = [str(obj(item.sender).id), str(obj(item.recipient).id)]
  const m = obj(item.message)
  // It is about the page, and nobody is its sender.
  const policy = obj(item.policy_enforcement ?? item['policy-enforcement'])
  if (some(policy.action)) return [standing(policy, item, timeOf(item.timestamp ?? entryTime))]
  const isEcho = m.is_echo === true || (sender !== '' && ours.includes(sender))
  const address = isEcho ? recipient : sender
  if (!address) throw new Error('nobody is named as the sender')
  const from: Party = { address }
  const at = timeOf(item.timestamp ?? entryTime)
  if (isObject(item.message)) return [message(m, { from, at, isEcho })]
  if (item.message_edit !== undefined) {
    const e = obj(item.message_edit)
    return [
      {
        type: 'edit',
        key: `edit:${str(e.mid)}:${fingerprint(e)}`,
        at,
        externalId: str(e.mid),
        from,
        direction: isEcho ? 'echo' : 'in',
        text: str(e.text),
      },
    ]
  }
  if (item.reaction !== undefined) {
    const r = obj(item.reaction)
    // What our side does in the provider's app is not the customer's.
    if (isEcho) return [{ type: 'ignored', key: `r:${str(r.mid)}:${at}:ours`, at, what: 'a reaction of our own' }]
    const emoji = str(r.action) === 'unreact' ? null : (some(r.emoji) ?? (str(r.reaction) === 'love' ? '❤️' : '👍'))
    return [{ type: 'reaction', key: `r:${str(r.mid)}:${at}:${address}:${fingerprint(r)}`, at, externalId: str(r.mid), from, emoji }]
  }
  if (item.postback !== undefined) {
    const p = obj(item.postback)
    const id = str(p.mid) || `postback:${address}:${at}:${fingerprint(p)}`
    return [
      {
        type: 'message',
        key: `m:${id}`,
        at,
        externalId: id,
        from,
        text: str(p.title) || str(p.payload),
        files: referralFiles(p.referral),
        extra: { button: str(p.payload), ...(p.referral ? { referral: p.referral } : {}) },
      },
    ]
  }
  if (item.delivery !== undefined) return delivered(obj(item.delivery), address, at)
  if (item.read !== undefined) return seen(obj(item.read), address, at)
  const what = Object.keys(item).find((k) => !['sender', 'recipient', 'timestamp'].includes(k))
  return [{ type: 'ignored', key: `o:${fingerprint(item)}`, at, what: what ?? 'an empty item' }]
}

/** What Meta does about the page: admins are told until it is over. */
function standing(policy: Loose, item: Loose, at: number): Incoming {
  const action = str(policy.action).toLowerCase()
  const head = { type: 'account' as const, key: `o:${fingerprint(item)}`, at }
  if (action === 'unblock') return { ...head, fault: null }
  const said = action === 'block' ? 'Meta blocked the page: no message leaves.' : `Meta warns the page (${action.slice(0, 40)}).`
  return { ...head, fault: { class: 'account', code: `policy:${action.slice(0, 40)}`, message: [said, str(policy.reason)].filter(Boolean).join(' ').slice(0, 500) } }
}

/** Milliseconds; some test calls have seconds. */
function timeOf(v: unknown): number {
  const n = num(v)
  if (!(n > 0)) throw new Error('no timestamp')
  return n < 100_000_000_000 ? n * 1000 : n
}

function message(m: Loose, { from, at, isEcho }: { from: Party; at: number; isEcho: boolean }): Incoming {
  // Some test calls leave the id out.
  const externalId = str(m.mid) || `none:${from.address}:${at}:${fingerprint(m)}`
  const key = `m:${externalId}:${fingerprint(m)}`
  if (m.is_deleted === true) return { type: 'delete', key, at, externalId, from }
  // What our own side wrote is matched with what we sent, whatever it is.
  if (m.is_unsupported === true && !isEcho) return { type: 'unsupported', key, at, externalId, from, label: 'a kind of message the provider does not pass on' }
  const { files, words, place, shared } = attached(arr(m.attachments).map(obj))
  const story = obj(obj(m.reply_to).story)
  const text = [str(m.text), ...words, ...(story.url || story.id ? ['Answers our story'] : [])].filter(Boolean).join('\n')
  // A story is gone after a day, and its address before that.
  if (str(story.url)) files.push({ ref: str(story.url), kind: 'file' })
  if (!isEcho) files.push(...referralFiles(m.referral))
  const extra = {
    ...(m.quick_reply ? { button: str(obj(m.quick_reply).payload) } : {}),
    ...(m.referral ? { referral: m.referral } : {}),
    ...(str(story.id) ? { story } : {}),
    ...(place ? { location: place } : {}),
    ...(shared.length > 0 ? { shared } : {}),
    ...(place || shared.length > 0 || str(story.id) ? { said: str(m.text) } : {}),
  }
  if (text === '' && files.length === 0 && !isEcho)
    return { type: 'unsupported', key, at, externalId, from, label: str(obj(arr(m.attachments)[0]).type) || 'an empty message' }
  return {
    type: 'message',
    key,
    at,
    externalId,
    from,
    direction: isEcho ? 'echo' : 'in',
    text,
    files,
    ...(str(obj(m.reply_to).mid) ? { replyTo: str(obj(m.reply_to).mid) } : {}),
    ...(isEcho && some(m.metadata) ? { clientRef: str(m.metadata) } : {}),
    ...(Object.keys(extra).length > 0 ? { extra } : {}),
  }
}

const KINDS = { image: 'image', video: 'video', audio: 'audio', file: 'file', sticker: 'sticker' } as const
/** What is shared rather than attached, in words. */
const SHARED: Record<string, string> = {
  share: 'Shared',
  story_mention: 'Mentioned us in a story',
  ig_reel: 'Shared a reel',
  reel: 'Shared a reel',
  ig_post: 'Shared a post',
  fallback: 'Shared',
  template: 'Shared',
  post: 'Shared a post',
}

/** Where Meta keeps files for a while: an address there is signed, and ends. */
const CDN = ['fbsbx.com', 'fbcdn.net', 'cdninstagram.com']
const passes = (url: string): boolean => {
  const host = URL.canParse(url) ? new URL(url).hostname : ''
  return CDN.some((h) => host === h || host.endsWith(`.${h}`))
}

type Attached = { files: Files; words: string[]; place?: Loose; shared: Loose[] }

/** All in words, and what is more than words besides. */
function attached(items: readonly Loose[]): Attached {
  const files: Files = []
  const words: string[] = []
  const shared: Loose[] = []
  let place: Loose | undefined
  for (const a of items) {
    const type = str(a.type)
    const payload = obj(a.payload)
    const url = str(payload.url) || str(a.url)
    const at = obj(payload.coordinates)
    if (type === 'location' && at.lat !== undefined) {
      words.push(`📍 https://www.google.com/maps?q=${num(at.lat)},${num(at.long)}`)
      place ??= { latitude: at.lat, longitude: at.long, title: str(a.title) }
    } else if (Object.hasOwn(KINDS, type) && url) {
      // For a time a sticker came twice: as itself and as a picture.
      if (!files.some((f) => f.ref === url)) files.push({ ref: url, kind: str(payload.sticker_id) ? 'sticker' : KINDS[type as keyof typeof KINDS] })
    } else if (Object.hasOwn(SHARED, type)) {
      const title = str(payload.title) || str(a.title)
      const said = [title, passes(url) ? '' : url].filter(Boolean).join(' ')
      words.push(said || !url ? `${SHARED[type]}: ${said || type}` : (SHARED[type] ?? type))
      shared.push({ type, title, ...(url ? { url } : {}) })
    } else words.push(`sent something we cannot show: ${type || 'unknown'}${url && !passes(url) ? ` ${url}` : ''}`)
    // What lies there is kept: the address ends, and a story is gone after a day.
    if (!(type in KINDS) && type !== 'location' && url && (type === 'story_mention' || passes(url))) files.push({ ref: url, kind: 'file' })
  }
  return { files, words, ...(place ? { place } : {}), shared }
}

function delivered(d: Loose, address: string, at: number): Incoming[] {
  const watermark = num(d.watermark)
  const each = arr(d.mids)
    .map(str)
    .filter(Boolean)
    .map((mid): Incoming => ({ type: 'status', key: `d:${mid}`, at, externalId: mid, state: 'delivered' }))
  return watermark > 0 ? [...each, { type: 'status', key: `dw:${address}:${watermark}`, at, upTo: { address, at: watermark }, state: 'delivered' }] : each
}

/** Messenger says until when, Instagram which one: and with it all before it. */
function seen(r: Loose, address: string, at: number): Incoming[] {
  const watermark = num(r.watermark)
  if (watermark > 0) return [{ type: 'status', key: `rw:${address}:${watermark}`, at, upTo: { address, at: watermark }, state: 'read' }]
  return str(r.mid) ? [{ type: 'status', key: `seen:${str(r.mid)}`, at, externalId: str(r.mid), state: 'read', andBefore: true }] : []
}
