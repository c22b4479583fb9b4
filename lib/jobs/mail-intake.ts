/** From a mail's bytes to a message: reads it, keeps its files and what it was, and lets the domain decide where it belongs. */
import { createHash } from 'node:crypto'
import { isDatabaseAway } from '@/db/trouble'
import { blobs } from '@/lib/blobs'
import { readMailApart } from '@/lib/channels/email/apart'
import type { Bounce } from '@/lib/channels/email/bounce'
import { UNKNOWN_SENDER } from '@/lib/channels/email/parse'
import type { ReadMail } from '@/lib/channels/email/read'
import type { Actor } from '@/lib/domain/actor'
import { type EmailSettings, ownAddresses, withoutPlus } from '@/lib/channels/email/settings'
import { DomainError } from '@/lib/domain/errors'
import { isTaken } from '@/lib/domain/mail/is-taken'
import { ownAddressesOf } from '@/lib/domain/mail/own-addresses'
import { endExposedResets } from '@/lib/domain/users/end-exposed-resets'
import { takeMail, type Taken } from '@/lib/domain/mail/take'
import { conversationIn } from '@/lib/domain/mail/token'
import { env } from '@/lib/env'
import { keep } from '@/lib/files/keep'
import { resetTokensIn } from './exposed-links'

export type Arrived = {
  raw: Uint8Array
  /** The bytes end before the mail does. */
  cut?: boolean
  /** When the server got it, unix ms. */
  at?: number
  /** When we heard of it, where nobody tells when the server got it: then the mail's own date counts. Unix ms. */
  heardAt?: number
  /** What the delivery that brought it is called: another delivery of the same words is another mail, unless the mail says otherwise. */
  delivery?: string
  direction?: 'in' | 'sent'
  /** To whom the server delivered it, where it says so apart from the mail. */
  envelopeTo?: string[]
}

const PEOPLE_MAX = 50

/** Safe to do twice: the same mail again changes nothing. Throws when the database or the disk is away. */
export async function takeIn(workspaceId: number, channelId: number, settings: EmailSettings, arrived: Arrived): Promise<Taken> {
  const actor: Actor = { kind: 'channel', workspaceId, channelId }
  const own = [...new Set([...ownAddresses(settings), ...(await ownAddressesOf(actor, {}))])]
  const mail = await readMailApart(arrived.raw, { cut: arrived.cut, own: arrived.direction === 'sent' ? [] : own })
  const fingerprint = fingerprintOf(mail, arrived)
  if (await isTaken(actor, { channelId, fingerprint })) return { done: 'repeated', conversationId: null, messageId: null, kept: false }
  // Before anybody can read it. Our own folder of sent mail holds every such link, and shows none of them.
  if (arrived.direction !== 'sent') await endExposedResets(actor, { tokens: resetTokensIn(arrived.raw, mail) })
  const { shown, machine, bounce } = mail
  // A bounce is told where it matters; its files are copies of our own mail.
  const files = bounce ? { ids: [], cids: {}, leftOut: [], leftOutCount: 0 } : await keepFiles(actor, mail)
  const raw = (await blobs.put(once(arrived.raw))).key
  const content =
    shown.html !== null || shown.whole !== null ? (await blobs.put(once(Buffer.from(JSON.stringify({ html: shown.html, text: mail.text }))))).key : undefined
  try {
    const taken = await takeMail(actor, {
      channelId,
      fingerprint,
      machine,
      direction: arrived.direction,
      at: arrived.at ?? mail.at ?? arrived.heardAt,
      from: fromOf(mail, own, fingerprint),
      body: shown.said,
      attachmentIds: files.ids,
      mail: {
        subject: mail.subject,
        messageId: mail.messageId ?? undefined,
        references: mail.references.length > 0 ? mail.references : mail.inReplyTo.length === 1 ? mail.inReplyTo : [],
        to: mail.to.slice(0, PEOPLE_MAX),
        cc: mail.cc.slice(0, PEOPLE_MAX),
        raw,
        ...(mail.replyTo.length > 0 ? { replyTo: mail.replyTo.slice(0, 10) } : {}),
        ...(content ? { content } : {}),
        ...(shown.html !== null ? { hasHtml: true, height: shown.height } : {}),
        ...(shown.hasRemote ? { hasRemote: true } : {}),
        ...(shown.whole !== null ? { isFolded: true } : {}),
        ...(mail.isDoubtful && arrived.direction !== 'sent' ? { isDoubtful: true } : {}),
        ...(Object.keys(files.cids).length > 0 ? { cids: files.cids } : {}),
        ...(files.leftOut.length > 0 ? { leftOut: files.leftOut } : {}),
        ...(!bounce && mail.emptyFiles.length > 0 ? { emptyFiles: mail.emptyFiles.slice(0, 50) } : {}),
        ...(files.leftOutCount > files.leftOut.length ? { leftOutCount: files.leftOutCount } : {}),
      },
      bounce: bounce && { refs: [...bounce.messageIds, ...(bounce.envelopeId ? [`part:${bounce.envelopeId}`] : [])], action: bounce.action, why: whyOf(bounce) },
      conversationId: conversationIn([...(arrived.envelopeTo ?? []), ...mail.deliveredTo], channelId, env.authSecret),
      refs: [...mail.inReplyTo, ...mail.references.toReversed(), ...mail.reportedIds].slice(0, 200),
      clientRef: mail.partRef,
      own: [...own, settings.address, ...settings.aliases],
    })
    if (!taken.kept) await forget(raw, content)
    return taken
  } catch (e) {
    // A commit whose answer was lost may have been made: then these bytes are the mail's.
    if (!isDatabaseAway(e)) await forget(raw, content)
    throw e
  }
}

/** Two senders without an address are two people, however they are called. */
function fromOf(mail: ReadMail, own: readonly string[], fingerprint: string): ReadMail['from'] {
  const plain = withoutPlus(mail.from.address)
  if (own.includes(plain)) return { ...mail.from, address: plain }
  return mail.from.address === UNKNOWN_SENDER ? { ...mail.from, address: UNKNOWN_SENDER.replace('@', `-${fingerprint.slice(0, 16)}@`) } : mail.from
}

async function forget(...keys: (string | undefined)[]): Promise<void> {
  for (const key of keys) if (key) await blobs.delete(key)
}

/** Without the headers that a relay adds, so that one mail that came two ways is one. */
function fingerprintOf(m: ReadMail, { raw, at, heardAt, delivery }: Arrived): string {
  const sum = createHash('sha256')
  // Without a name and a date only how and when it came tells it from another of the same words.
  if (m.messageId === null && m.saidDate === '') sum.update(raw.subarray(0, 65_536)).update(`\0${at ?? heardAt ?? ''}:${delivery ?? ''}\0`)
  for (const s of [m.messageId ?? '', m.sender.address, m.saidDate, m.subject, m.text.slice(0, 50_000)]) sum.update(s).update('\0')
  for (const f of m.files) sum.update(`${f.name}:${f.bytes.length}\0`)
  return sum.digest('hex')
}

async function keepFiles(actor: Actor, mail: ReadMail): Promise<{ ids: number[]; cids: Record<string, number>; leftOut: string[]; leftOutCount: number }> {
  const ids: number[] = []
  const cids: Record<string, number> = {}
  const leftOut = [...mail.leftOut]
  for (const f of mail.files) {
    try {
      const { id } = await keep(actor, once(f.bytes), { name: f.name })
      ids.push(id)
      if (f.cid !== null && f.isInline) cids[f.cid] = id
    } catch (e) {
      if (!(e instanceof DomainError) || e.code === 'failed') throw e
      leftOut.push(f.name)
    }
  }
  return { ids, cids, leftOut: leftOut.slice(0, 50), leftOutCount: leftOut.length }
}

const whyOf = (b: Bounce) => `${b.recipients.slice(0, 3).join(', ')}${b.recipients.length > 0 && b.why ? ': ' : ''}${b.why}`.slice(0, 500).toWellFormed()

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE)
}
const SLICE = 2 ** 18
