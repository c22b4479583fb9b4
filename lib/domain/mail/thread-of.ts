/**
 * Which conversation a mail belongs to: by the signed address it was sent to, by the mails it says it answers, and at
 * last by a subject that only the same person could know. In doubt it begins a conversation of its own. Not a verb.
 */
import { and, desc, eq, gt, isNull } from 'drizzle-orm'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import type { Work } from '../command'
import { type Loaded, loadForChange } from '../conversations/load'
import { findRefs } from './refs'
import { isReplySubject, sameSubject } from './subject'

export type ThreadClues = {
  channelId: number
  /** Whose address it came from, and the contact as which they are shown. */
  contactId: number
  shownId: number
  from: string
  /** From an address that we signed. */
  conversationId?: number
  /** Message ids it says it answers, nearest first. */
  refs: readonly string[]
  subject: string
  recipients: number
  isBulk: boolean
}

const SUBJECT_MS = 14 * 24 * 3600_000
/** A mail to so many that answers one of ours is a newsletter with a borrowed header, not an answer. */
const MANY = 15

/** `isNewSender`: they had no part in it before. `isAside`: it goes on with what was handed on to others. */
export type Found = { c: Loaded; isNewSender: boolean; isAside: boolean }

/** null: none. */
export async function threadOf(w: Work, q: ThreadClues): Promise<Found | null> {
  const [known] = await findRefs(w, q.channelId, q.refs)
  const signed = q.conversationId === undefined ? null : await load(w, q.channelId, q.conversationId)
  if (signed) return found(w, signed, q, known?.messageId ?? null)
  const answered = known ? await load(w, q.channelId, known.conversationId) : null
  if (answered) {
    const at = await found(w, answered, q, known?.messageId ?? null)
    return at.isNewSender && (q.isBulk || q.recipients > MANY) ? null : at
  }
  const same = q.refs.length === 0 && isReplySubject(q.subject) && !q.isBulk ? await bySubject(w, q) : null
  return same ? { c: same, isNewSender: false, isAside: false } : null
}

/** Whether a message of the conversation is a talk aside. */
export async function isAsideMail(w: Work, messageId: number | null): Promise<boolean> {
  const [m] = messageId === null ? [] : await w.db.select({ meta: messages.meta }).from(messages).where(eq(messages.id, messageId))
  return m?.meta.mail?.isAside === true
}

async function found(w: Work, c: Loaded, q: ThreadClues, answers: number | null): Promise<Found> {
  const part = await partIn(w, c, q)
  // What the customer says is never aside, whatever they answer.
  const isAside = part !== 'customer' && (part === 'aside' || (await isAsideMail(w, answers)))
  return { c, isAside, isNewSender: part === null && !isAside }
}

/** The conversation where it goes on, if it was merged into another. */
async function load(w: Work, channelId: number, id: number): Promise<Loaded | null> {
  let at = id
  for (let i = 0; i < 10; i++) {
    const [row] = await w.db
      .select({ id: conversations.id, mergedInto: conversations.mergedInto })
      .from(conversations)
      .where(and(eq(conversations.id, at), eq(conversations.channelId, channelId), eq(conversations.workspaceId, w.workspaceId)))
    if (!row) return null
    if (row.mergedInto === null) return loadForChange(w, row.id)
    at = row.mergedInto
  }
  return null
}

/** As what somebody took part before; `aside`: only what was handed on went to them. */
async function partIn(w: Work, c: Loaded, q: ThreadClues): Promise<'customer' | 'main' | 'aside' | null> {
  if (c.row.contactId === q.shownId) return 'customer'
  const rows = await w.db
    .select({ contactId: messages.contactId, meta: messages.meta })
    .from(messages)
    .where(and(eq(messages.conversationId, c.row.id), eq(messages.kind, 'message')))
    .orderBy(desc(messages.index))
    .limit(200)
  // Being named counts only when we, or the customer, named them; not when they put themselves there.
  const theirs = rows.filter(
    (m) => m.contactId === q.contactId || [...(m.meta.mail?.to ?? []), ...(m.meta.mail?.cc ?? []), ...(m.meta.mail?.bcc ?? [])].some((p) => p.address === q.from),
  )
  return theirs.length === 0 ? null : theirs.every((m) => m.meta.mail?.isAside) ? 'aside' : 'main'
}

async function bySubject(w: Work, q: ThreadClues): Promise<Loaded | null> {
  const recent = await w.db
    .select({ id: conversations.id, title: conversations.title })
    .from(conversations)
    .where(
      and(
        eq(conversations.contactId, q.shownId),
        eq(conversations.channelId, q.channelId),
        gt(conversations.lastActivityAt, new Date(w.at.getTime() - SUBJECT_MS)),
        isNull(conversations.mergedInto),
      ),
    )
    .orderBy(desc(conversations.lastActivityAt), desc(conversations.id))
    .limit(50)
  const found = recent.find((c) => sameSubject(c.title, q.subject))
  return found ? loadForChange(w, found.id) : null
}
