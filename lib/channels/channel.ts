/**
 * What a kind of channel can do. A channel extracts facts and moves bytes; the domain decides (threading, reopening,
 * merging). It knows neither the database nor its siblings. All members but the first two are optional: a web chat is
 * fetched from, so it never sends; a channel that is polled has no webhook to verify.
 */
import type { z } from 'zod'
import type { ChannelType } from '@/db/schema/channels'
import type { TemplateOut } from '@/db/schema/messages'
import type { Fault, Incoming, Party } from '@/lib/domain/inbound/event'
import type { OutgoingMail } from '@/lib/domain/mail/outgoing'
import type { FoundTemplate } from '@/lib/domain/templates/keep'

export type { ChannelType, Fault, Incoming, Party }

/** `size` in bytes; -1 when the provider does not say. `cid`: the name by which a mail's HTML shows it. */
export type File = { name: string; type: string; size: number; cid?: string; open(): Promise<ReadableStream<Uint8Array>> }

/** One provider message. `clientRef` is ours and stands in the request, so that a lost answer can be matched later. */
export type Outgoing = {
  clientRef: string
  text?: string
  /** The same words with their looks, where the channel carries them: the tags of lib/domain/messages/looks.ts. */
  html?: string
  file?: File
  /** An approved text instead of words of our own; `file` is its header's. */
  template?: TemplateOut
  /** Where words and files leave together (mail): its headers, and all its files. */
  mail?: OutgoingMail
  /** What stands under a mail's words. */
  below?: { text: string; html: string }
  files?: File[]
  to: Party
  hints: { threadId?: string; inReplyTo?: string; subject?: string }
  /** The provider's id of the message it answers. */
  replyTo?: string
  /** A person wrote it, not a program: some windows are open to people only. */
  isHuman?: boolean
  /** When the customer last wrote, unix ms. */
  lastCustomerAt?: number | null
  /** Where the provider may report what became of it, and fetch the file. */
  callbackUrl?: string
  fileUrl?: string
}

/** What is done to a message that the customer sees, by its id at the provider. All of it may be done twice without harm. */
export type Act =
  | { type: 'read'; externalId: string }
  /** `lastId`: the newest message of theirs. */
  | { type: 'typing'; on: boolean; lastId: string | null }
  /** `emoji` null: taken back. */
  | { type: 'react'; externalId: string; emoji: string | null }
  | { type: 'edit'; externalId: string; text: string }
  | { type: 'delete'; externalId: string }

/** Who somebody is to the provider. `picture`: an address to fetch it from, as `media` does. */
export type Profile = { name: string | null; picture: string | null }

/** A webhook call. `urls`: the addresses the provider may have called it by, ours first; some sign them. */
export type Arrived = {
  raw: Uint8Array
  headers: Headers
  urls: string[]
  /** Keeps large bytes where the database need not carry them; answers the blob's key. */
  keep(bytes: Uint8Array): Promise<string>
}

/** An adapter's answer to one send. `aliases`: other ids by which the provider may speak of it; `to`: how it calls whom it went to. */
export type Sent = { externalId: string; aliases?: string[]; to?: string }

export interface Channel<Settings> {
  type: ChannelType
  /** What an admin sets; everything has a default or is refused here. */
  settings: z.ZodType<Settings>
  /** Sends one part. Absent where the customer's side fetches from us. Never throws for what the provider says. */
  send?(part: Outgoing, settings: Settings, stop: AbortSignal): Promise<Sent | Fault>
  /** Whether a webhook's raw bytes are from the provider. */
  verify?(arrived: Arrived, settings: Settings): boolean | Promise<boolean>
  /** The same by the call's head alone, before its body is read; null where the head does not tell. */
  verifyHead?(headers: Headers, settings: Settings): boolean | null
  /** Largest body of a webhook, bytes, where it is not the usual 3 MB. */
  callMax?(settings: Settings): number
  /** The answer to the provider's GET that proves the address is ours; null refuses it. */
  handshake?(url: URL, settings: Settings): string | null
  /** Every entry of a webhook's batch; one that is broken is a `broken` entry, never a throw. No writes. */
  parse?(arrived: Arrived, settings: Settings): Incoming[] | Promise<Incoming[]>
  /** The body of a call again from what was kept of it, where that is not what was kept. */
  bodyOf?(kept: string): string
  /** What a webhook is answered with, where an empty body will not do; null: as usual. */
  thanks?(arrived: Arrived): { type: string; body: string } | null
  /**
   * The provider's own list of what came and of what became of ours since `since` (unix ms), a page a call: a second look for
   * what no webhook told. `page`: what the page before named as next.
   */
  poll?(from: { since: number; page: string | null }, settings: Settings, stop: AbortSignal): Promise<{ entries: Incoming[]; next: string | null } | Fault>
  /** Fetches a file that an incoming message names. Throws MediaGone when it will never be there. */
  media?(ref: string, settings: Settings, stop: AbortSignal): Promise<File>
  /** Does it where the customer sees it; null when done. What `limits.acts` does not name is never asked for. */
  act?(act: Act, to: Party, settings: Settings, stop: AbortSignal): Promise<Fault | null>
  /** Asks who somebody is, where what they write does not say. A Fault when the provider will not tell. */
  profile?(address: string, settings: Settings, stop: AbortSignal): Promise<Profile | Fault>
  /** The account's approved texts, whatever their state. */
  templates?(settings: Settings, stop: AbortSignal): Promise<FoundTemplate[] | Fault>
  /** Tries the credentials; null when all is well. */
  check?(settings: Settings, stop: AbortSignal): Promise<Fault | null>
  /** Tells the provider where to call us, where that is done by a call. */
  connect?(settings: Settings, webhookUrl: string, stop: AbortSignal): Promise<Fault | null>
  /** Tells the provider to call us no more, where that is a call. */
  disconnect?(settings: Settings, stop: AbortSignal): Promise<Fault | null>
  /** Names the account there: where two channels have the same, ending the calls of one would end the other's. Needed with `disconnect`. */
  account?(settings: Settings): string
  /** When the credentials end, unix ms; null: they do not, or the provider does not say. */
  expiry?(settings: Settings, stop: AbortSignal): Promise<number | null>
}

/** The file is gone for good: no later try will find it. */
export class MediaGone extends Error {}
