/**
 * What a kind of channel can do. A channel extracts facts and moves bytes; the domain decides (threading, reopening,
 * merging). It knows neither the database nor its siblings. All members but the first two are optional: a web chat is
 * fetched from, so it never sends; a channel that is polled has no webhook to verify.
 */
import type { z } from 'zod'
import type { catalogue } from '@/lib/domain/channels/catalogue'

export type ChannelType = keyof typeof catalogue

/** Why something did not leave. `ambiguous`: it may have; never send again blindly. */
export type Fault = {
  class: 'retry' | 'permanent' | 'window' | 'opt_out' | 'account' | 'ambiguous'
  /** The provider's own code. */
  code: string
  /** One sentence for the agent. */
  message: string
  retryAfterMs?: number
}

/** Somebody on the far side. `address` is what the provider calls them; `aliases` other names for the same. */
export type Party = { address: string; aliases?: string[]; name?: string; email?: string; phone?: string }

export type File = { name: string; type: string; size: number; open(): Promise<ReadableStream<Uint8Array>> }

/** One provider message. `clientRef` is ours and stands in the request, so that a lost answer can be matched later. */
export type Outgoing = { clientRef: string; text?: string; file?: File; to: Party; hints: { threadId?: string; inReplyTo?: string; subject?: string } }

/** What came in. `key` is the same for every repeat of the same thing. `at` in unix ms. */
export type Incoming = { key: string; at: number } & (
  | {
      type: 'message'
      externalId: string
      from: Party
      text: string
      /** References for `media`. */
      files: { ref: string; name?: string; type?: string; size?: number }[]
      hints: { threadId?: string; inReplyTo?: string[]; subject?: string }
      /** An automatic answer or mass mail: kept, but wakes nobody. */
      isMachine?: boolean
    }
  | { type: 'status'; externalId?: string; clientRef?: string; state: 'sent' | 'failed' | 'delivered' | 'read'; fault?: Fault }
  | { type: 'typing'; from: string; on: boolean }
  | { type: 'unsupported'; externalId: string; from: Party; label: string }
)

export interface Channel<Settings> {
  type: ChannelType
  /** What an admin sets; everything has a default or is refused here. */
  settings: z.ZodType<Settings>
  /** Sends one part. Absent where the customer's side fetches from us. Never throws for what the provider says. */
  send?(part: Outgoing, settings: Settings, stop: AbortSignal): Promise<{ externalId: string } | Fault>
  /** Whether a webhook's raw bytes are from the provider. */
  verify?(raw: Uint8Array, headers: Headers, settings: Settings): boolean
  /** Every entry of a webhook's batch; pure. */
  parse?(raw: Uint8Array, headers: Headers, settings: Settings): Incoming[]
  /** Fetches a file that an incoming message names. */
  media?(ref: string, settings: Settings, stop: AbortSignal): Promise<File>
  /** Until when (unix ms) we may write freely after the customer's last message; null: always. */
  window?(lastCustomerAt: number | null): number | null
}
