/** Where a forgotten contact's addresses stand besides the contact: the job takes them away, in steps that hold nobody up. */
import { and, asc, eq, gt, inArray, like, lte, ne, notLike, or, sql, type SQL } from 'drizzle-orm'
import { z } from 'zod'
import type { Read } from '@/db/doors'
import { conversations, drafts } from '@/db/schema/conversations'
import { events } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { messageRefs } from '@/db/schema/mail'
import { type MailMeta, messageParts, messages } from '@/db/schema/messages'
import { firstAnswers, tokens, webhookDeliveries, webhooks } from '@/db/schema/programs'
import { numberIn } from '@/db/dialects'
import { command, type Work } from '../command'
import type { StoredData } from '../events'
import { rowId } from '../text'
import { sidesOf } from './sides'

const BITE = 200
const input = z.object({ contactId: rowId, after: z.number().int().min(0) })

/** The contact with all its sides, and their conversations. */
export async function theirsOf(w: Pick<Work, 'db' | 'workspaceId'>, contactId: number) {
  const all = [contactId, ...(await sidesOf(w.db, contactId))]
  const talks = w.db
    .select({ id: conversations.id })
    .from(conversations)
    .where(and(eq(conversations.workspaceId, w.workspaceId), inArray(conversations.contactId, all)))
  return { all, talks }
}

/** What stays of a mail is what was said: its subject, and what of its parts it is. Who wrote to whom, its source and its HTML go. */
const bareMail = (m: MailMeta): MailMeta => ({
  subject: m.subject,
  to: [],
  cc: [],
  ...(m.machine ? { machine: m.machine } : {}),
  ...(m.leftOut ? { leftOut: m.leftOut } : {}),
  ...(m.emptyFiles ? { emptyFiles: m.emptyFiles } : {}),
  ...(m.forwards ? { forwards: m.forwards } : {}),
  ...(m.isAside ? { isAside: true } : {}),
})

/** Servers' refusals name the address they refused. */
const nameless = (said: string) => said.replace(/[^\s<>()",;:]+@[^\s<>()",;:]+/g, '—')

/** One bite of their mails, from after a message's id on. `keys`: blobs to be deleted after; `next` null: that was the last. */
export const scrubMails = command({ permission: 'jobs:manage', input }, async (w, { contactId, after }): Promise<{ keys: string[]; next: number | null }> => {
  const { talks } = await theirsOf(w, contactId)
  if (after === 0) {
    // The fingerprints stay: a mailbox that is read once more must not bring it all back.
    await w.db.delete(messageRefs).where(and(inArray(messageRefs.conversationId, talks), notLike(messageRefs.ref, '#%')))
    await w.db.update(drafts).set({ more: null }).where(inArray(drafts.conversationId, talks))
  }
  const rows = await w.db
    .select({ id: messages.id, meta: messages.meta, deliveryError: messages.deliveryError })
    .from(messages)
    .where(and(inArray(messages.conversationId, talks), gt(messages.id, after)))
    .orderBy(asc(messages.id))
    .limit(BITE)
  const keys: string[] = []
  for (const m of rows) {
    const mail = m.meta.mail
    const error = m.deliveryError && nameless(m.deliveryError)
    if (mail) keys.push(...[mail.raw, mail.content].filter((k) => k !== undefined))
    if (!mail && error === m.deliveryError) continue
    await w.db
      .update(messages)
      .set({ meta: mail ? { ...m.meta, mail: bareMail(mail) } : m.meta, deliveryError: error })
      .where(eq(messages.id, m.id))
    const parts = await w.db
      .select({ id: messageParts.id, error: messageParts.error })
      .from(messageParts)
      .where(and(eq(messageParts.messageId, m.id), like(messageParts.error, '%@%')))
    for (const p of parts)
      await w.db
        .update(messageParts)
        .set({ error: nameless(p.error ?? '') })
        .where(eq(messageParts.id, p.id))
  }
  return { keys, next: rows.length === BITE ? (rows.at(-1)?.id ?? null) : null }
})

/** Takes what their mails say of people out of one stretch of the log. */
export async function scrubMailEvents(w: Work, talks: Awaited<ReturnType<typeof theirsOf>>['talks'], after: number, upTo: number): Promise<void> {
  const rows = await w.db
    .select({ seq: events.seq, data: events.data })
    .from(events)
    .where(
      and(eq(events.workspaceId, w.workspaceId), gt(events.seq, after), lte(events.seq, upTo), like(events.kind, 'message.%'), inArray(events.conversationId, talks)),
    )
  for (const { seq, data } of rows) {
    const said = (data satisfies StoredData).message
    if (typeof said !== 'object' || said === null || !('mail' in said) || typeof said.mail !== 'object' || said.mail === null) continue
    const { from: _, replyTo: __, bcc: ___, hasHtml: ____, isFolded: _____, hasRemote: ______, ...kept } = said.mail as Record<string, unknown>
    const message = { ...said, mail: { ...kept, to: [], cc: [], hasOriginal: false } }
    await w.db
      .update(events)
      .set({ data: { ...data, message } })
      .where(and(eq(events.workspaceId, w.workspaceId), eq(events.seq, seq)))
  }
}

const KEY = /^[0-9a-f]{40}$/

/**
 * One bite of what providers told us, from after an id on: what became one of their messages, or names one of their addresses.
 * What is not worked off yet stays: whoever writes now is somebody new.
 */
export const scrubInbound = command(
  { permission: 'jobs:manage', input: input.extend({ addresses: z.array(z.string().max(400)).max(1_000) }) },
  async (w, { contactId, after, addresses }): Promise<{ keys: string[]; unread: { id: number; key: string }[]; next: number | null }> => {
    const { talks } = await theirsOf(w, contactId)
    const rows = await w.db
      .select({ id: inboundEvents.id, event: inboundEvents.event, raw: inboundEvents.raw, messageId: inboundEvents.messageId, error: inboundEvents.error })
      .from(inboundEvents)
      .where(and(eq(inboundEvents.workspaceId, w.workspaceId), gt(inboundEvents.id, after), inArray(inboundEvents.state, ['done', 'failed'])))
      .orderBy(asc(inboundEvents.id))
      .limit(BITE)
    const ids = rows.flatMap((r) => r.messageId ?? [])
    const said =
      ids.length === 0
        ? []
        : await w.db
            .select({ id: messages.id })
            .from(messages)
            .where(and(inArray(messages.id, ids), inArray(messages.conversationId, talks)))
    const theirs = new Set(said.map((m) => m.id))
    // Shorter ones would be found in anything.
    const names = addresses.map((a) => a.toLowerCase()).filter((a) => a.length >= 5)
    const found = rows.filter((r) => {
      if (r.messageId !== null && theirs.has(r.messageId)) return true
      const text = `${JSON.stringify(r.event)} ${r.raw ?? ''} ${r.error ?? ''}`.toLowerCase()
      return names.some((name) => text.includes(name))
    })
    if (found.length > 0)
      await w.db
        .update(inboundEvents)
        .set({ event: null, raw: null, error: null })
        .where(
          inArray(
            inboundEvents.id,
            found.map((r) => r.id),
          ),
        )
    const keyOf = (r: (typeof rows)[number]) => (r.raw && KEY.test(r.raw) ? r.raw : null)
    return {
      keys: found.flatMap((r) => keyOf(r) ?? []),
      // Nobody understood these: only their bytes tell whom they name.
      unread: rows.flatMap((r) => (r.event === null && !found.includes(r) && keyOf(r) ? [{ id: r.id, key: keyOf(r) ?? '' }] : [])),
      next: rows.length === BITE ? (rows.at(-1)?.id ?? null) : null,
    }
  },
)

/** Takes away what one thing that came held, once its bytes were found to name somebody forgotten. */
export const dropInbound = command({ permission: 'jobs:manage', input: z.object({ id: rowId }) }, async (w, { id }): Promise<void> => {
  await w.db
    .update(inboundEvents)
    .set({ event: null, raw: null, error: null })
    .where(and(eq(inboundEvents.id, id), eq(inboundEvents.workspaceId, w.workspaceId)))
})

/** One bite of what programs were told of them, or are to be: gone. That they were deleted is still told. Returns whether there is more. */
export const scrubDeliveries = command({ permission: 'jobs:manage', input: z.object({ contactId: rowId }) }, async (w, { contactId }): Promise<boolean> => {
  const { all, talks } = await theirsOf(w, contactId)
  const ours = w.db.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.workspaceId, w.workspaceId))
  const d = webhookDeliveries
  const some = w.db
    .select({ id: d.id })
    .from(d)
    .where(and(inArray(d.webhookId, ours), or(inArray(d.conversationId, talks), inArray(d.seq, aboutThem(w.db, w.workspaceId, all)))))
    .limit(BITE)
  const gone = await w.db.delete(d).where(inArray(d.id, some)).returning({ id: d.id })
  const keys = w.db.select({ id: tokens.id }).from(tokens).where(eq(tokens.workspaceId, w.workspaceId))
  const named = all.map((id) => like(firstAnswers.body, `%"contact_${id}"%`))
  await w.db.delete(firstAnswers).where(and(inArray(firstAnswers.tokenId, keys), or(...named)))
  return gone.length === BITE
})

const aboutThem = (db: Read, workspaceId: number, all: readonly number[]) => {
  const named: SQL[] = ['contactId', 'from', 'into'].map((name) => sql`${numberIn(events.data, name)} in (${sql.join([...all], sql`, `)})`)
  return db
    .select({ seq: events.seq })
    .from(events)
    .where(and(eq(events.workspaceId, workspaceId), like(events.kind, 'contact.%'), ne(events.kind, 'contact.removed'), or(...named)))
}
