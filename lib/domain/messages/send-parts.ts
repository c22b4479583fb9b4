/**
 * The steps of a message's way out, for the job that delivers it. The intent to call the provider is written down before
 * the call: a worker that dies in between leaves a part that may have arrived, and such a one is never sent again by us.
 */
import { and, asc, desc, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { channels, type ChannelType } from '@/db/schema/channels'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { attachments, messageParts, messages, type TemplateOut } from '@/db/schema/messages'
import { reachOf } from '../channels/reach'
import { scopeOf } from '../channels/scope'
import { wholeSettings } from '../channels/secrets'
import { command, type Work } from '../command'
import { partyOf } from '../contacts/sides'
import { type Loaded, loadForChange } from '../conversations/load'
import { type Reason, refuse } from '../errors'
import type { UnsignedMail } from '../mail/outgoing'
import { type FileToSend, filesToSend, fileToSend, mailOf } from '../mail/part'
import { rowId } from '../text'
import { setConsent } from '../inbound/consent'
import { answeredBy } from './answers'
import { sumUp } from './delivery'
import { viaOf } from './recipient'

export type PartToSend = {
  partId: number
  clientRef: string
  text: string | null
  template: TemplateOut | null
  /** The same words with their looks. */
  html: string | null
  file: FileToSend | null
  /** The provider's id of the message that it answers, where it is the first part. */
  replyTo: string | null
  /** Where words and files leave together: its headers, and all its files. */
  mail: UnsignedMail | null
  files: FileToSend[]
  channel: { id: number; type: ChannelType; key: string; settings: Record<string, unknown>; hasProblem: boolean }
  to: { address: string; aliases: string[]; name: string; email: string | null; phone: string | null; via?: string }
  title: string
  /** A person wrote it, not a program. */
  isHuman: boolean
  /** When the customer last wrote, unix ms. */
  lastCustomerAt: number | null
}

/**
 * Takes the next queued part of a message to send, in order; null when there is none left. A part that an earlier worker
 * began and never ended is failed as `delivery_unclear`, and the rest behind it with it.
 */
export const beginPart = command({ permission: 'messages:deliver', input: z.object({ messageId: rowId }) }, async (w, input): Promise<PartToSend | null> => {
  const c = await loadOf(w, input.messageId)
  const [part] = await queued(w, input.messageId)
  if (!part) return null
  const [channel] = await w.db
    .select()
    .from(channels)
    .where(eq(channels.id, c.row.channelId ?? 0))
  const [contact] = await w.db
    .select()
    .from(contacts)
    .where(eq(contacts.id, c.row.contactId ?? 0))
  if (!channel || !contact || channel.disabledAt) return failAll(w, c, input.messageId, channel?.deletedAt ? 'channel_deleted' : 'channel_off')
  if (part.sendingSince) return failAll(w, c, input.messageId, 'delivery_unclear')
  const [identity, ...others] = await w.db
    .select({ address: contactIdentities.address, consent: contactIdentities.consent })
    .from(contactIdentities)
    .where(
      and(
        eq(contactIdentities.contactId, partyOf(c.row) ?? contact.id),
        eq(contactIdentities.channelType, channel.type),
        inArray(contactIdentities.scope, [...new Set(['', scopeOf(channel)])]),
      ),
    )
    .orderBy(desc(contactIdentities.scope), desc(contactIdentities.verified), asc(contactIdentities.id))
    .limit(10)
  const [m] = await w.db.select().from(messages).where(eq(messages.id, input.messageId))
  const answered = m ? await answeredBy(w.db, m.meta) : null
  const via = await viaOf(w.db, c.row, channel.type, answered)
  const mail = m ? await mailOf(w.db, c.row, m, channel) : null
  const to = identity ?? (mail?.to[0] ? { address: mail.to[0].address, consent: null } : null)
  if (!to) return failAll(w, c, input.messageId, 'channel_not_connected')
  // Others than the customer said nothing about hearing from us.
  if (to.consent && !m?.meta.mail?.isAside) return failAll(w, c, input.messageId, to.consent === 'blocked' ? 'customer_blocked' : 'customer_opted_out')
  const [file] = part.content.attachmentId ? await w.db.select().from(attachments).where(eq(attachments.id, part.content.attachmentId)) : []
  const files = await filesToSend(w.db, part.content.attachmentIds ?? [], mail)
  if ((part.content.attachmentId && !file) || files.length < new Set(part.content.attachmentIds).size) return failAll(w, c, input.messageId, 'file_gone')
  await w.db
    .update(messageParts)
    .set({ sendingSince: w.at, attempts: part.attempts + 1, updatedAt: w.at })
    .where(eq(messageParts.id, part.id))
  return {
    partId: part.id,
    clientRef: part.clientRef,
    text: part.content.text ?? null,
    template: part.content.template ?? null,
    html: part.content.html ?? null,
    file: file ? fileToSend(file) : null,
    replyTo: part.idx === 0 ? (answered?.externalId ?? null) : null,
    mail,
    files,
    channel: { id: channel.id, type: channel.type, key: channel.key, settings: wholeSettings(channel), hasProblem: channel.problem !== null },
    to: { address: to.address, aliases: others.map((o) => o.address), name: contact.name, email: contact.email, phone: contact.phone, ...(via ? { via } : {}) },
    title: c.row.title,
    isHuman: part.content.isHuman ?? false,
    lastCustomerAt: (await reachOf(w.db, c.row))?.lastCustomerAt ?? c.row.lastCustomerAt?.getTime() ?? null,
  }
})

/** It did not leave, for certain: another try may follow. */
export const releasePart = command({ permission: 'messages:deliver', input: z.object({ messageId: rowId, partId: rowId }) }, async (w, input): Promise<void> => {
  await loadOf(w, input.messageId)
  await w.db
    .update(messageParts)
    .set({ sendingSince: null, updatedAt: w.at })
    .where(and(eq(messageParts.id, input.partId), eq(messageParts.messageId, input.messageId), eq(messageParts.state, 'queued')))
})

/** Fails all of the message that has not left: what follows a part that failed would stand alone. The agent may retry. */
export const failDelivery = command(
  { permission: 'messages:deliver', input: z.object({ messageId: rowId, error: z.string().max(500), consent: z.enum(['opted_out', 'blocked']).optional() }) },
  async (w, input): Promise<void> => {
    const c = await loadOf(w, input.messageId)
    // The provider knows before they tell us: nothing more is sent there until they write again.
    const [channel] = input.consent
      ? await w.db
          .select()
          .from(channels)
          .where(eq(channels.id, c.row.channelId ?? 0))
      : []
    const party = partyOf(c.row)
    if (input.consent && party && channel) await setConsent(w, channel, party, input.consent, w.at)
    await failAll(w, c, input.messageId, input.error)
  },
)

async function loadOf(w: Work, messageId: number): Promise<Loaded> {
  const [m] = await w.db
    .select({ conversationId: messages.conversationId })
    .from(messages)
    .where(and(eq(messages.id, messageId), eq(messages.workspaceId, w.workspaceId)))
  return m ? loadForChange(w, m.conversationId) : refuse('not_found')
}

const queued = (w: Work, messageId: number) =>
  w.db
    .select()
    .from(messageParts)
    .where(and(eq(messageParts.messageId, messageId), eq(messageParts.state, 'queued')))
    .orderBy(asc(messageParts.idx))

/** `error`: one of our reasons, which the screen puts into words, or the provider's sentence. */
async function failAll(w: Work, c: Loaded, messageId: number, error: Reason | string): Promise<null> {
  const failed = await w.db
    .update(messageParts)
    .set({ state: 'failed', error, updatedAt: w.at })
    .where(and(eq(messageParts.messageId, messageId), eq(messageParts.state, 'queued')))
    .returning({ id: messageParts.id })
  if (failed.length > 0) await sumUp(w, c, messageId)
  return null
}
