/** Adds a message to a loaded conversation: gives it the next index, moves snippet, unread and waiting. Not a verb. */
import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { bind, prepared, slots } from '@/db/prepared'
import { participants } from '@/db/schema/conversations'
import { attachments, type DeliveryState, type MessageMeta, messages } from '@/db/schema/messages'
import { personOf } from '../actor'
import type { Work } from '../command'
import type { Loaded } from '../conversations/load'
import { stirPeople, store, storePersonal, withMember } from '../conversations/store'
import type { Stored } from '../conversations/row'
import { refuse } from '../errors'
import { snippetFor } from './snippet'
import { messageView, type MessageView, type StoredAttachment, type StoredMessage } from './view'

export type NewMessage = {
  kind: 'message' | 'note' | 'system'
  body: string
  userId?: number | null
  contactId?: number | null
  meta?: MessageMeta
  delivery?: DeliveryState | null
  clientKey?: string | null
  externalId?: string | null
  attachmentIds?: readonly number[]
  /** Users named in it. */
  mentions?: readonly number[]
  /** When the customer's provider says it was written. */
  at?: Date
}

/** Returns the message as shown; records `message.added`. `also`: fields of the conversation to write with it. */
export async function append(w: Work, c: Loaded, m: NewMessage, also: Partial<Stored> = {}): Promise<MessageView> {
  const index = c.row.lastIndex + 1
  const written = m.kind !== 'system'
  const at = m.at ?? w.at
  const person = personOf(w.actor)
  const fields: Partial<Stored> = { ...also, lastIndex: index }
  if (!written) fields.systemLines = c.row.systemLines + 1
  else {
    // Whoever writes to a customer takes part from then on.
    const members = person === null ? null : withMember(c, person)
    if (members) fields.members = members
    fields.lastContentIndex = index
    fields.lastActivityAt = w.at
    fields.snippet = snippetFor(m)
    fields.snippetBy = m.kind === 'note' ? 'note' : m.contactId ? 'contact' : 'user'
    fields.snippetUserId = m.userId ?? null
  }
  await store(w, c, fields)
  const ids = [...new Set(m.attachmentIds)]
  const [stored] = await prepared(w.db, 'message:insert', (db, name) => db.insert(messages).values(slots(COLUMNS)).returning().prepare(name)).execute(
    bind(messages, COLUMNS, {
      workspaceId: w.workspaceId,
      conversationId: c.row.id,
      index,
      kind: m.kind,
      userId: m.userId,
      contactId: m.contactId,
      body: m.body,
      meta: { ...m.meta, ...(m.mentions?.length ? { mentions: [...m.mentions] } : {}) },
      attachmentCount: ids.length,
      delivery: m.delivery,
      clientKey: m.clientKey,
      externalId: m.externalId,
      createdAt: at,
      sentAt: m.delivery === 'queued' || m.kind === 'system' ? null : at,
      // What came in is here now, whenever it was written.
      deliveredAt: m.contactId ? w.at : null,
    }),
  )
  if (!stored) throw new Error('insert returned nothing')
  const files = ids.length > 0 ? await claimFiles(w, c, stored, ids) : []
  if (written) await stirPeople(w, c)
  // What I write is not new to me, and whoever writes has read what stands above.
  if (person !== null && written) await storePersonal(w, c, person, { lastReadIndex: index, member: true })
  if (m.mentions?.length) await noteMentions(w, c, index, m.mentions)
  const view = messageView(stored, files)
  w.record('message.added', { message: view }, { conversation: c, messageId: stored.id })
  return view
}

async function noteMentions(w: Work, c: Loaded, index: number, userIds: readonly number[]): Promise<void> {
  const { conversationId, userId, member } = participants
  await w.db
    .update(participants)
    .set({ mentionIndex: index })
    .where(and(eq(conversationId, c.row.id), eq(member, true), inArray(userId, [...userIds])))
}

/** Binds uploads to a message. Only the uploader's own, each once; anything else is `not_found`. */
export async function claimFiles(w: Work, c: Loaded, m: StoredMessage, ids: readonly number[]): Promise<StoredAttachment[]> {
  const out: StoredAttachment[] = []
  for (const [position, id] of ids.entries()) {
    const [file] = await w.db
      .update(attachments)
      .set({ messageId: m.id, conversationId: c.row.id, position })
      .where(and(eq(attachments.id, id), eq(attachments.workspaceId, w.workspaceId), isNull(attachments.messageId), eq(attachments.uploadedBy, uploaderKey(w.actor))))
      .returning()
    if (!file) refuse('not_found', { attachmentId: id })
    out.push(file)
  }
  return out
}

/** Whose upload a loose file is: `user:7`, `visitor:12`, `channel:3`. */
export function uploaderKey(a: Work['actor']): string {
  if (a.kind === 'user' || a.kind === 'token') return `user:${a.userId}`
  if (a.kind === 'visitor') return `visitor:${a.visitorId}`
  return a.kind === 'channel' ? `channel:${a.channelId}` : 'system'
}

/** The message that already carries this writer's key in the conversation: the answer to a repeated send. Throws `key_reused`. */
export async function findByClientKey(w: Work, c: Loaded, key: string, by: { kind: 'message' | 'note'; contactId?: number }): Promise<MessageView | null> {
  const [m] = await prepared(w.db, 'message:key', (db, name) =>
    db
      .select()
      .from(messages)
      .where(and(eq(messages.conversationId, sql.placeholder('id')), eq(messages.clientKey, sql.placeholder('key'))))
      .prepare(name),
  ).execute({ id: c.row.id, key })
  if (!m) return null
  // Somebody else's message, or another kind of one, is no answer: it may be one that this writer must not see.
  if (m.kind !== by.kind || m.contactId !== (by.contactId ?? null) || (by.contactId === undefined && m.userId !== personOf(w.actor))) refuse('key_reused')
  const files =
    m.attachmentCount > 0 ? await w.db.select().from(attachments).where(eq(attachments.messageId, m.id)).orderBy(asc(attachments.position), asc(attachments.id)) : []
  return messageView(m, files)
}

const COLUMNS = [
  'workspaceId',
  'conversationId',
  'index',
  'kind',
  'userId',
  'contactId',
  'body',
  'meta',
  'attachmentCount',
  'delivery',
  'clientKey',
  'externalId',
  'createdAt',
  'sentAt',
  'deliveredAt',
] as const
