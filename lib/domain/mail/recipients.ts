/** Whom an answer by mail goes to and about what, unless its writer chooses otherwise. Not a verb. */
import { and, asc, eq } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { contactIdentities } from '@/db/schema/contacts'
import { channels } from '@/db/schema/channels'
import { conversations } from '@/db/schema/conversations'
import type { Mailbox, MailMeta } from '@/db/schema/messages'
import { withoutPlus } from '@/lib/channels/email/settings'
import { partyOf } from '../contacts/sides'
import type { Stored } from '../conversations/row'
import { refuse } from '../errors'
import { PEOPLE_MAX } from './choice'
import { ownMailboxes } from './own-addresses'
import { forwardSubject, replySubject } from './subject'
import { mails, oneWritten, type Written } from './written'

export type About = Pick<Stored, 'id' | 'channelId' | 'contactId' | 'sideId' | 'title'>

/**
 * `answers`: the message it answers, null when it begins something. `isAside`: it is not between us and the customer.
 * `people`: whoever has to do with the conversation, to pick from.
 */
export type AnswerTo = { to: Mailbox[]; cc: Mailbox[]; subject: string; answers: number | null; isAside: boolean; people: Mailbox[] }
export type Usual = AnswerTo & { answered: Written | null }

/** What it answers or hands on, where that was chosen. */
export type Aim = { replyTo?: number; forward?: number }

/** Throws `not_found` where the chosen message is none of this conversation's. */
export async function usualAnswer(db: Read, c: About, aim: Aim = {}): Promise<Usual> {
  // Another mailbox of ours would take the answer for a customer's mail.
  const own = new Set((await ownMailboxes(db, await workspaceOf(db, c))).flatMap((m) => m.addresses))
  const isTheirs = (p: Mailbox) => !own.has(withoutPlus(p.address)) && p.address.includes('@') && !p.address.endsWith('@invalid')
  const recent = await mails(db, c.id, 50)
  const theirs = { isTheirs, people: unique(recent.flatMap((m) => everybody(m.meta.mail)).filter(isTheirs), []) }
  if (aim.forward !== undefined) return forwarding((await oneWritten(db, c.id, aim.forward)) ?? refuse('not_found'), c, theirs.people)
  const chosen = aim.replyTo === undefined ? undefined : ((await oneWritten(db, c.id, aim.replyTo)) ?? refuse('not_found'))
  if (chosen?.meta.mail) return toOne(db, c, chosen, chosen.meta.mail, theirs)
  // What was handed on to others, and what they said to that, stays between them and us.
  const main = recent.filter((m) => !m.meta.mail?.isAside)
  // Whoever joined uninvited is not answered unless somebody chooses to.
  const last = main.find((m) => m.contactId !== null && !m.meta.mail?.isNewSender && !m.meta.mail?.looksLikeUs && m.meta.mail?.machine !== 'bounce')
  const answered = last ?? main[0] ?? null
  const subject = subjectAfter(main[0]?.meta.mail?.subject, c)
  if (last?.meta.mail) return { ...(await toOne(db, c, last, last.meta.mail, theirs)), subject, isAside: false }
  const to = answered ? unique((answered.meta.mail?.to ?? []).filter(isTheirs), []) : await known(db, c)
  return { to, cc: [], subject, answers: answered?.id ?? null, answered, isAside: false, people: theirs.people }
}

/** To whoever wrote it and everybody they wrote to; one of ours goes once more to whom it went. */
async function toOne(db: Read, c: About, m: Written, mail: MailMeta, { isTheirs, people }: { isTheirs: (p: Mailbox) => boolean; people: Mailbox[] }): Promise<Usual> {
  const writer = mail.replyTo?.length ? mail.replyTo : mail.from ? [mail.from] : []
  const to = unique((m.contactId === null ? mail.to : writer).filter(isTheirs), [])
  const cc = unique((m.contactId === null ? mail.cc : [...mail.to, ...mail.cc]).filter(isTheirs), to)
  const isAside = mail.isAside === true
  return { to: to.length > 0 || isAside ? to : await known(db, c), cc, subject: subjectAfter(mail.subject, c), answers: m.id, answered: m, isAside, people }
}

const forwarding = (m: Written, c: About, people: Mailbox[]): Usual => ({
  to: [],
  cc: [],
  subject: forwardSubject(m.meta.mail?.subject || c.title),
  answers: null,
  answered: m,
  isAside: true,
  people,
})

const subjectAfter = (subject: string | undefined, c: About) => (subject === undefined ? c.title : replySubject(subject) || subject)

const everybody = (m: MailMeta | undefined): Mailbox[] => (m ? [...(m.from ? [m.from] : []), ...(m.replyTo ?? []), ...m.to, ...m.cc, ...(m.bcc ?? [])] : [])

/** The customer's own address, where nothing they wrote tells it. */
export async function known(db: Read, c: About): Promise<Mailbox[]> {
  const [found] = await db
    .select({ address: contactIdentities.address })
    .from(contactIdentities)
    .where(and(eq(contactIdentities.contactId, partyOf(c) ?? 0), eq(contactIdentities.channelType, 'email')))
    .orderBy(asc(contactIdentities.id))
    .limit(1)
  return found && found.address.includes('@') && !found.address.endsWith('@invalid') ? [{ address: found.address, name: '' }] : []
}

/** The addresses of the conversation's channel; '' where no mailbox is connected. */
export async function settingsOf(db: Read, c: About): Promise<{ address: string; aliases: string[] }> {
  const [channel] = await db
    .select({ settings: channels.settings })
    .from(channels)
    .where(eq(channels.id, c.channelId ?? 0))
  const { address, aliases } = channel?.settings ?? {}
  return { address: typeof address === 'string' ? address : '', aliases: Array.isArray(aliases) ? aliases.filter((a) => typeof a === 'string') : [] }
}

async function workspaceOf(db: Read, c: About): Promise<number> {
  const [found] = await db.select({ id: conversations.workspaceId }).from(conversations).where(eq(conversations.id, c.id))
  return found?.id ?? 0
}

const unique = (list: Mailbox[], not: Mailbox[]) =>
  list.filter((p, i) => list.findIndex((q) => q.address === p.address) === i && !not.some((q) => q.address === p.address)).slice(0, PEOPLE_MAX)
