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

/** null: none. `isNewSender`: they had no part in it before. */
export async function threadOf(w: Work, q: ThreadClues): Promise<{ c: Loaded; isNewSender: boolean } | null> {
  const signed = q.conversationId === undefined ? null : await load(w, q.channelId, q.conversationId)
  if (signed) return { c: signed, isNewSender: !(await takesPart(w, signed, q)) }
  const [known] = await findRefs(w, q.channelId, q.refs)
  const answered = known ? await load(w, q.channelId, known.conversationId) : null
  if (answered) {
    const isNewSender = !(await takesPart(w, answered, q))
    return isNewSender && (q.isBulk || q.recipients > MANY) ? null : { c: answered, isNewSender }
  }
  const same = q.refs.length === 0 && isReplySubject(q.subject) && !q.isBulk ? await bySubject(w, q) : null
  return same ? { c: same, isNewSender: false } : null
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

async function takesPart(w: Work, c: Loaded, q: ThreadClues): Promise<boolean> {
  if (c.row.contactId === q.shownId) return true
  const rows = await w.db
    .select({ contactId: messages.contactId, meta: messages.meta })
    .from(messages)
    .where(and(eq(messages.conversationId, c.row.id), eq(messages.kind, 'message')))
    .orderBy(desc(messages.index))
    .limit(200)
  // Being named counts only when we, or the customer, named them; not when they put themselves there.
  return rows.some(
    (m) => m.contactId === q.contactId || [...(m.meta.mail?.to ?? []), ...(m.meta.mail?.cc ?? []), ...(m.meta.mail?.bcc ?? [])].some((p) => p.address === q.from),
  )
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
