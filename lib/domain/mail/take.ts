/** Takes in a mail that was read: finds where it belongs, who wrote it, and whom it must wake. */
import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { messageRefs } from '@/db/schema/mail'
import { type MailMeta, messageParts, messages } from '@/db/schema/messages'
import { users } from '@/db/schema/users'
import { command, type Work } from '../command'
import { holdShown } from '../contacts/sides'
import { findOrCreateContact } from '../contacts/find-or-create'
import { type Loaded, loadForChange } from '../conversations/load'
import { beginConversation } from '../conversations/start'
import { changeStatus } from '../conversations/status'
import { refuse } from '../errors'
import { append, type NewMessage } from '../messages/append'
import { setDelivery } from '../messages/delivery'
import { body, lineOrEmpty, moment, rowId } from '../text'
import { bounced } from './bounced'
import { ownMailboxes } from './own-addresses'
import { addRefs, claimFingerprint, findRefs } from './refs'
import { isAsideMail, threadOf } from './thread-of'

const mailbox = z.object({ address: z.string().min(1).max(254), name: lineOrEmpty(120).catch('') })
const ref = z.string().min(1).max(400)

export const takeMailInput = z.object({
  channelId: rowId,
  /** The same for the same mail, however often and on whatever way it comes. */
  fingerprint: z.string().min(16).max(100),
  from: mailbox,
  /** `sent`: it lay in our own folder of sent mail, written by one of us elsewhere. */
  direction: z.enum(['in', 'sent']).default('in'),
  body,
  /** When it came, unix ms. */
  at: moment.optional(),
  mail: z.custom<MailMeta>((v) => typeof v === 'object' && v !== null),
  attachmentIds: z.array(rowId).max(100).default([]),
  machine: z.enum(['bounce', 'report', 'auto_reply', 'bulk', 'notice']).nullable().default(null),
  /** What came back, where it is a bounce; `why` is for the agent. */
  bounce: z
    .object({ refs: z.array(ref).max(20), action: z.enum(['failed', 'delayed', 'delivered']), why: z.string().max(500) })
    .nullable()
    .default(null),
  /** From an address that we signed. */
  conversationId: rowId.optional(),
  /** Message ids it says it answers, nearest first. */
  refs: z.array(ref).max(200).default([]),
  /** Our own part it is a copy of, as its header says. */
  clientRef: z.string().max(100).optional(),
  /** Our own addresses, those of our other mailboxes too. */
  own: z.array(z.string().max(254)).max(10_000).default([]),
})
type Input = z.output<typeof takeMailInput>

/** `done` says what became of it; `kept` is false where the mail's files and blobs are of no use to anybody. */
export type Taken = { done: 'taken' | 'repeated' | 'bounced' | 'ours' | 'passed'; conversationId: number | null; messageId: number | null; kept: boolean }

/** The same mail again changes nothing. Throws `not_found`, `channel_off`. */
export const takeMail = command({ permission: 'messages:receive', input: takeMailInput }, async (w, input): Promise<Taken> => {
  const [channel] = await w.db
    .select({ id: channels.id })
    .from(channels)
    .where(and(eq(channels.id, input.channelId), eq(channels.workspaceId, w.workspaceId)))
  if (!channel) refuse('not_found')
  if (!(await claimFingerprint(w, input.channelId, input.fingerprint))) return { done: 'repeated', conversationId: null, messageId: null, kept: false }
  const ours = await ownCopy(w, input)
  if (ours) return settle(w, input, { done: 'ours', ...ours, kept: false })
  if (await ownElsewhere(w, input)) return { done: 'ours', conversationId: null, messageId: null, kept: false }
  const failed = input.bounce ? await bounced(w, input.channelId, input.bounce) : null
  if (failed && input.bounce?.action === 'delayed') return takeDelayed(w, input, failed.conversationId)
  if (failed) return settle(w, input, { done: 'bounced', ...failed, kept: false })
  return input.direction === 'sent' ? takeSent(w, input) : takeIncoming(w, input)
})

async function takeIncoming(w: Work, input: Input): Promise<Taken> {
  const contact = await findOrCreateContact(w.actor, { channelType: 'email', address: input.from.address, name: input.from.name })
  // Held to the end: two mails of one person find each other's conversation.
  const [shown] = await holdShown(w, [contact.id])
  const found = await threadOf(w, {
    channelId: input.channelId,
    contactId: contact.id,
    shownId: shown?.id ?? contact.id,
    from: input.from.address,
    conversationId: input.conversationId,
    refs: input.refs,
    subject: input.mail.subject,
    recipients: input.mail.to.length + input.mail.cc.length,
    isBulk: input.machine === 'bulk',
  })
  const c = found?.c ?? (await beginConversation(w, { channelId: input.channelId, contactId: contact.id, title: input.mail.subject.slice(0, 200) }))
  // Whoever takes part and whose program marks all it sends still waits for an answer.
  const machine = input.machine === 'bulk' && found && !found.isNewSender ? null : input.machine
  const quiet = machine !== null && machine !== 'notice'
  const mail: MailMeta = {
    ...input.mail,
    from: input.from,
    ...(machine ? { machine } : {}),
    ...(found?.isNewSender ? { isNewSender: true } : {}),
    ...(found?.isAside ? { isAside: true } : {}),
    ...((await looksLikeUs(w, input)) ? { looksLikeUs: true } : {}),
  }
  const asks = quiet ? {} : { needsReply: true, waitingSince: c.row.needsReply ? c.row.waitingSince : w.at, ...(found?.isAside ? {} : { lastCustomerAt: w.at }) }
  // Whoever is asked aside tells nothing of what the customer has read.
  const marks = found?.isAside ? {} : { contactReadIndex: c.row.lastIndex, contactDeliveredIndex: c.row.lastIndex }
  const messageId = await put(w, c, input, { contactId: contact.id, mail }, { ...asks, ...marks })
  const sleepsOn = c.row.status === 'snoozed' && c.row.snoozeThrough
  if (!quiet && c.row.status !== 'open' && !sleepsOn) await changeStatus(w, c, 'open', { cause: 'customer' })
  return settle(w, input, { done: 'taken', conversationId: c.row.id, messageId, kept: true })
}

/** A mail of ours is late: its notice stands in the conversation and asks for nothing. */
async function takeDelayed(w: Work, input: Input, conversationId: number): Promise<Taken> {
  const contact = await findOrCreateContact(w.actor, { channelType: 'email', address: input.from.address, name: input.from.name })
  const c = await loadForChange(w, conversationId)
  const messageId = await put(w, c, input, { contactId: contact.id, mail: { ...input.mail, from: input.from, machine: 'bounce' } }, {})
  return settle(w, input, { done: 'bounced', conversationId: c.row.id, messageId, kept: true })
}

/** One of us answered from another program. What begins nothing of ours stays where it is. */
async function takeSent(w: Work, input: Input): Promise<Taken> {
  const [known] = await findRefs(w, input.channelId, input.refs)
  if (!known) return settle(w, input, { done: 'passed', conversationId: null, messageId: null, kept: false })
  const c = await loadForChange(w, known.conversationId)
  const isAside = await isAsideMail(w, known.messageId)
  const mail = { ...input.mail, from: input.from, ...(isAside ? { isAside } : {}) }
  const messageId = await put(w, c, input, { delivery: 'sent', mail }, isAside ? {} : { needsReply: false, waitingSince: null, lastReplyAt: w.at })
  return settle(w, input, { done: 'taken', conversationId: c.row.id, messageId, kept: true })
}

async function put(
  w: Work,
  c: Loaded,
  input: Input,
  { mail, ...who }: Pick<NewMessage, 'contactId' | 'delivery'> & { mail: MailMeta },
  also: Parameters<typeof append>[3],
): Promise<number> {
  const at = input.at === undefined ? undefined : new Date(Math.min(input.at, w.at.getTime()))
  const view = await append(w, c, { kind: 'message', body: input.body, ...who, meta: { mail }, attachmentIds: input.attachmentIds, at }, also)
  await addRefs(w, { channelId: input.channelId, conversationId: c.row.id, messageId: view.id }, [mail.messageId])
  return view.id
}

/** By what a copy of a mail of ours is known. */
const namesOf = (input: Input): string[] => [input.mail.messageId, input.clientRef ? `part:${input.clientRef}` : undefined].flatMap((r) => r ?? [])

/** A copy of what we sent ourselves, found in a folder or sent to our own address. A relay may have given it another name. */
async function ownCopy(w: Work, input: Input): Promise<{ conversationId: number; messageId: number } | null> {
  for (const known of await findRefs(w, input.channelId, namesOf(input))) {
    if (known.messageId === null) continue
    const [m] = await w.db.select({ contactId: messages.contactId }).from(messages).where(eq(messages.id, known.messageId))
    if (!m || m.contactId !== null) continue
    // A name it was given on the way is how the answers will call it. Only our own folder is believed.
    if (input.direction === 'sent') await itLeft(w, input, { conversationId: known.conversationId, messageId: known.messageId })
    else if (!input.own.includes(input.from.address)) continue
    return { conversationId: known.conversationId, messageId: known.messageId }
  }
  return null
}

/** What left another mailbox of ours and names this one too: it stands there already. What we hand on to this one is meant for it. */
async function ownElsewhere(w: Work, input: Input): Promise<boolean> {
  if (input.direction === 'sent' || !input.own.includes(input.from.address)) return false
  const names = namesOf(input)
  const others = (await ownMailboxes(w.db, w.workspaceId)).filter((m) => m.channelId !== input.channelId && m.addresses.includes(input.from.address))
  for (const { channelId } of others) {
    const [known] = await findRefs(w, channelId, names)
    if (!known || known.messageId === null) continue
    const [m] = await w.db.select({ contactId: messages.contactId, meta: messages.meta }).from(messages).where(eq(messages.id, known.messageId))
    if (m && m.contactId === null && !m.meta.mail?.forwards) return true
  }
  return false
}

/** The server kept a copy, so it took it: also where its answer to our sending was lost. */
async function itLeft(w: Work, input: Input, at: { conversationId: number; messageId: number }): Promise<void> {
  await addRefs(w, { channelId: input.channelId, ...at }, [input.mail.messageId])
  const parts = await w.db.select({ id: messageParts.id, error: messageParts.error }).from(messageParts).where(eq(messageParts.messageId, at.messageId))
  for (const p of parts) if (p.error === 'delivery_unclear') await setDelivery(w.actor, { partId: p.id, state: 'sent' })
}

/** Written from outside under an address of ours or of a colleague. */
async function looksLikeUs(w: Work, input: Input): Promise<boolean> {
  if (input.own.includes(input.from.address)) return true
  const found = await w.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.workspaceId, w.workspaceId), inArray(users.email, [input.from.address])))
    .limit(1)
  return found.length > 0
}

async function settle(w: Work, input: Input, taken: Taken): Promise<Taken> {
  if (taken.conversationId !== null)
    await w.db
      .update(messageRefs)
      .set({ conversationId: taken.conversationId, messageId: taken.messageId })
      .where(and(eq(messageRefs.channelId, input.channelId), eq(messageRefs.ref, `#${input.fingerprint}`)))
  return taken
}
