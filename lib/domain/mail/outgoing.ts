/** What an answer is as a mail: to whom, about what, and what it answers. Not a verb. */
import { and, asc, desc, eq, isNull, lt } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { contactIdentities } from '@/db/schema/contacts'
import { channels } from '@/db/schema/channels'
import { type Mailbox, type MailMeta, messages } from '@/db/schema/messages'
import { partyOf } from '../contacts/sides'
import { ownAddresses, withoutPlus } from '@/lib/channels/email/settings'
import type { Stored } from '../conversations/row'
import { refuse } from '../errors'
import { email, lineOrEmpty } from '../text'
import { replySubject } from './subject'
import { replyAddress } from './token'

const PEOPLE_MAX = 50
const people = z.array(email).max(PEOPLE_MAX)

/** What the writer chose; whatever is absent is as an answer to all would have it. */
export const mailChoice = z.object({ to: people.min(1).optional(), cc: people.optional(), bcc: people.optional(), subject: lineOrEmpty(300).optional() })
export type MailChoice = z.output<typeof mailChoice>

const typed = z.array(z.string().max(320)).max(PEOPLE_MAX)
/** The same while it is typed. */
export const mailDraft = z.object({ to: typed, cc: typed, bcc: typed, subject: z.string().max(300) })
export type MailDraft = z.output<typeof mailDraft>

export type AnswerTo = { to: Mailbox[]; cc: Mailbox[]; subject: string }

/** As it leaves: everything a mail's headers say. Message ids are without brackets, the oldest reference first. */
export type OutgoingMail = {
  from: Mailbox
  to: Mailbox[]
  cc: Mailbox[]
  bcc: Mailbox[]
  replyTo: string | null
  subject: string
  messageId: string
  inReplyTo: string | null
  references: string[]
}

/** Before the address for its answers is signed: whoever sends it holds the secret. */
export type UnsignedMail = Omit<OutgoingMail, 'replyTo'> & { answersTo: { channelId: number; conversationId: number } | null }

export const signedMail = ({ answersTo, ...mail }: UnsignedMail, secret: string): OutgoingMail => ({
  ...mail,
  replyTo: answersTo && replyAddress(mail.from.address, answersTo, secret),
})

type About = Pick<Stored, 'id' | 'channelId' | 'contactId' | 'sideId' | 'title'>

/** Whom an answer goes to: whoever wrote last and everybody they wrote to, without ourselves and without strangers. */
export async function answerTo(db: Read, c: About): Promise<AnswerTo> {
  const own = ownAddresses(await settingsOf(db, c))
  const theirs = (p: Mailbox) => !own.includes(withoutPlus(p.address)) && p.address.includes('@') && !p.address.endsWith('@invalid')
  const recent = await mails(db, c.id, 50)
  // Whoever joined uninvited is not answered unless somebody chooses to.
  const last = recent.find((m) => m.contactId !== null && !m.mail.isNewSender && !m.mail.looksLikeUs && m.mail.machine !== 'bounce')
  const newest = recent[0]?.mail.subject
  const subject = newest === undefined ? c.title : replySubject(newest) || newest
  if (!last) return { to: newest === undefined ? await known(db, c) : unique((recent[0]?.mail.to ?? []).filter(theirs), []), cc: [], subject }
  const to = unique((last.mail.replyTo?.length ? last.mail.replyTo : last.mail.from ? [last.mail.from] : []).filter(theirs), [])
  return { to: to.length > 0 ? to : await known(db, c), cc: unique([...last.mail.to, ...last.mail.cc].filter(theirs), to), subject }
}

/** What is stored with an answer. `messageId` is fixed here, before the first try to send. null where no mailbox is connected; throws `no_recipient`. */
export async function answerMail(db: Read, c: About, chosen: MailChoice | undefined, clientRef: string): Promise<MailMeta | null> {
  const { address } = await settingsOf(db, c)
  if (address === '') return null
  const usual = await answerTo(db, c)
  const boxes = (list: string[]) => list.map((address) => [...usual.to, ...usual.cc].find((p) => p.address === address) ?? { address, name: '' })
  const to = chosen?.to ? boxes(chosen.to) : usual.to
  if (to.length === 0) refuse('no_recipient')
  return {
    subject: chosen?.subject || usual.subject || '(no subject)',
    messageId: `${clientRef}@${address.split('@')[1] || 'localhost'}`,
    to,
    cc: chosen?.cc ? boxes(chosen.cc) : usual.cc,
    ...(chosen?.bcc?.length ? { bcc: boxes(chosen.bcc) } : {}),
  }
}

/** A stored answer with the headers that make it part of its thread. */
export async function outgoingMail(
  db: Read,
  c: About,
  m: { index: number; mail: MailMeta },
  from: { address: string; name: string; plusAddressing: boolean },
): Promise<UnsignedMail> {
  const before = (await mails(db, c.id, 40, m.index)).filter((b) => b.mail.messageId !== undefined)
  const ids = before.flatMap((b) => b.mail.messageId ?? []).toReversed()
  const answered = before.find((b) => b.contactId !== null) ?? before[0]
  const channelId = c.channelId ?? 0
  return {
    from: { address: from.address, name: from.name },
    to: m.mail.to,
    cc: m.mail.cc,
    bcc: m.mail.bcc ?? [],
    answersTo: from.plusAddressing ? { channelId, conversationId: c.id } : null,
    subject: m.mail.subject,
    messageId: m.mail.messageId ?? `${crypto.randomUUID()}@${from.address.split('@')[1]}`,
    inReplyTo: answered?.mail.messageId ?? null,
    // The first and the newest: some mail systems cut long headers anywhere.
    references: ids.length <= 11 ? ids : [...ids.slice(0, 1), ...ids.slice(-10)],
  }
}

/** The conversation's mails, newest first. */
async function mails(db: Read, conversationId: number, limit: number, before = 2_147_483_647) {
  const rows = await db
    .select({ contactId: messages.contactId, meta: messages.meta })
    .from(messages)
    .where(and(eq(messages.conversationId, conversationId), eq(messages.kind, 'message'), isNull(messages.deletedAt), lt(messages.index, before)))
    .orderBy(desc(messages.index))
    .limit(limit)
  return rows.flatMap((r) => (r.meta.mail ? [{ contactId: r.contactId, mail: r.meta.mail }] : []))
}

async function known(db: Read, c: About): Promise<Mailbox[]> {
  const [found] = await db
    .select({ address: contactIdentities.address })
    .from(contactIdentities)
    .where(and(eq(contactIdentities.contactId, partyOf(c) ?? 0), eq(contactIdentities.channelType, 'email')))
    .orderBy(asc(contactIdentities.id))
    .limit(1)
  return found && found.address.includes('@') && !found.address.endsWith('@invalid') ? [{ address: found.address, name: '' }] : []
}

async function settingsOf(db: Read, c: About): Promise<{ address: string; aliases: string[] }> {
  const [channel] = await db
    .select({ settings: channels.settings })
    .from(channels)
    .where(eq(channels.id, c.channelId ?? 0))
  const { address, aliases } = channel?.settings ?? {}
  return { address: typeof address === 'string' ? address : '', aliases: Array.isArray(aliases) ? aliases.filter((a) => typeof a === 'string') : [] }
}

const unique = (list: Mailbox[], not: Mailbox[]) =>
  list.filter((p, i) => list.findIndex((q) => q.address === p.address) === i && !not.some((q) => q.address === p.address)).slice(0, PEOPLE_MAX)
