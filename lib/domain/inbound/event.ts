/** What a channel tells us, in one form for all of them. An adapter makes it; it is stored as it is and then acted on. */
import { z } from 'zod'

const id = z.string().min(1).max(500)
const words = (max: number) => z.string().max(max)

/** Somebody on the far side. `address` is what the provider calls them; `aliases` other names for the same. */
export const party = z.object({
  address: z.string().min(1).max(320),
  aliases: z.array(z.string().min(1).max(320)).max(10).optional(),
  name: words(400).optional(),
  email: words(254).optional(),
  phone: words(40).optional(),
  /** BCP 47, as their app has it. */
  language: words(35).optional(),
  /** Over what they are reached, where the channel has several ways to one person. */
  via: words(200).optional(),
})
export type Party = z.infer<typeof party>

export const FAULT_CLASSES = ['retry', 'permanent', 'window', 'opt_out', 'account', 'ambiguous'] as const
/** Why something did not leave. `ambiguous`: it may have; never send again blindly. `message`: one sentence for the agent. */
export const fault = z.object({ class: z.enum(FAULT_CLASSES), code: words(100), message: words(1000), retryAfterMs: z.number().min(0).optional() })
export type Fault = z.infer<typeof fault>

/** A file of a message, still at the provider. `size` in bytes; `cid`: its name inside the message's HTML. */
export const fileRef = z.object({
  ref: z.string().min(1).max(4000),
  kind: z.enum(['image', 'audio', 'voice', 'video', 'file', 'sticker']).default('file'),
  name: words(500).optional(),
  type: words(200).optional(),
  size: z.number().min(0).optional(),
  cid: words(500).optional(),
})

/** Where it belongs, as far as the channel can tell. */
export const hints = z.object({
  threadId: id.optional(),
  token: id.optional(),
  inReplyTo: z.array(id).max(50).optional(),
  references: z.array(id).max(200).optional(),
  subject: words(2000).optional(),
})

const kinds = [
  z.object({
    type: z.literal('message'),
    externalId: id,
    /** `echo`: written by our side in the provider's own app. `from` is the customer in both cases. */
    direction: z.enum(['in', 'echo']).default('in'),
    from: party,
    text: words(200_000),
    files: z.array(fileRef).max(100).default([]),
    hints: hints.default({}),
    /** An automatic answer or mass mail: kept, but wakes nobody. */
    isMachine: z.boolean().optional(),
    /** The provider's id of the message it answers. */
    replyTo: id.optional(),
    /** Several messages that are one to whoever sent them. */
    albumId: id.optional(),
    /** `at` is when it was written, to the second: its id at another moment is another message (some gateways begin anew). */
    isExact: z.boolean().optional(),
    /** Our own reference, when an echo carries it. */
    clientRef: id.optional(),
    /** What else the channel knows: location, contacts, button, order, story, html, headers. */
    extra: z.record(z.string(), z.unknown()).optional(),
  }),
  /** `echo`: our side changed it in the provider's own app. */
  z.object({ type: z.literal('edit'), externalId: id, from: party, direction: z.enum(['in', 'echo']).default('in'), text: words(200_000) }),
  z.object({ type: z.literal('delete'), externalId: id, from: party }),
  /** `emoji` null: taken back. */
  z.object({ type: z.literal('reaction'), externalId: id, from: party, emoji: words(64).nullable() }),
  z.object({
    type: z.literal('status'),
    externalId: id.optional(),
    clientRef: id.optional(),
    /** Everything we sent this party up to this moment (unix ms). */
    upTo: z.object({ address: id, at: z.number() }).optional(),
    /** And everything that left before that one. */
    andBefore: z.boolean().optional(),
    state: z.enum(['sent', 'failed', 'delivered', 'read']),
    /** What it was, to whom and when (unix ms), by which one is known whose sending we were never told of. */
    sent: z.object({ to: id, text: words(200_000), at: z.number() }).optional(),
    fault: fault.optional(),
  }),
  z.object({ type: z.literal('typing'), from: id, on: z.boolean() }),
  /** The provider says that these two are one person; what was reached as `previous` is now `current`. */
  z.object({ type: z.literal('identity'), previous: id, current: party }),
  z.object({ type: z.literal('consent'), from: party, state: z.enum(['opted_out', 'opted_in', 'blocked']) }),
  z.object({ type: z.literal('unsupported'), externalId: id, from: party, label: words(200) }),
  /** About the account itself: it stopped working, or works again. */
  z.object({ type: z.literal('account'), fault: fault.nullable() }),
  /** An approved text may be sent, or may not any more: its state in the provider's words. */
  z.object({ type: z.literal('template'), name: z.string().min(1).max(512), language: z.string().min(1).max(20), status: words(40) }),
  /** A mail: the key of the blob that holds it, or the provider's id by which it is fetched; and to whom it was delivered. */
  z.object({
    type: z.literal('mail'),
    blob: z.string().min(1).max(100).optional(),
    remote: id.optional(),
    envelopeTo: z.array(words(320)).max(50).default([]),
    direction: z.enum(['in', 'sent']).default('in'),
    /** Who it is from and what about, where it could not be taken in. */
    who: words(400).optional(),
    subject: words(2000).optional(),
  }),
  /** Of no concern to us, but kept. */
  z.object({ type: z.literal('ignored'), what: words(200) }),
] as const

export const incoming = z.discriminatedUnion('type', kinds)
/** As acted on: checked and with defaults. */
export type InboundEvent = z.output<typeof incoming>

/**
 * What came in. `key` is the same for every repeat of the same thing, `at` the provider's time (unix ms), `rank` its
 * order within one moment, `raw` the entry as it came, `account` which of the provider's accounts it was said to.
 */
export type Incoming = { key: string; at: number; rank?: number; raw?: unknown; account?: string } & (z.input<typeof incoming> | { type: 'broken'; error: string })
