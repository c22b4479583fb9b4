/**
 * What a kind of channel is, as data and without its code: the domain, the browser and the adapters read the same lines.
 * A setting is one line in its type's `settings.ts`: its schema, how the form asks for it, whether it is secret.
 */
import { z } from 'zod'

export type Setting = {
  schema: z.ZodType
  /**
   * How the form asks for it; absent: it does not. `secret`: sealed, never shown again; left empty it stays as it was. `list`:
   * several, separated by spaces or commas.
   */
  form?: 'text' | 'email' | 'secret' | 'number' | 'flag' | 'list' | 'choice'
  required?: true
  options?: readonly string[]
  /** The options are in the order of how safe they are. */
  safestFirst?: true
  /** Folded away: most never need it. */
  rare?: true
  /** Asked for only while another setting is one of these. */
  when?: { field: string; is: readonly string[] }
  /** Sealed although no form asks for it. */
  hidden?: true
  /** Made at random when a channel is opened without it. */
  made?: true
  /** Ours alone: what a caller says is dropped. */
  ours?: true
  /** A secret that is sent to where these settings say: when one of them changes it must be given again. */
  sentTo?: readonly string[]
}
export type Fields = Readonly<Record<string, Setting>>

export type Limits = {
  /** `pull`: the customer's side fetches from us, so a written message is sent. `push`: a job delivers it. */
  leaves: 'pull' | 'push'
  /** Longest text of one provider message, in UTF-16 units. */
  textMax: number
  /** The limit counts bytes of UTF-8 instead. */
  inBytes?: true
  /** How words may look there: `html` as bold, lists, links and so on; `marks` as signs around them. Absent: plain. */
  looks?: 'html' | 'marks'
  /** Billed by segments: their count is shown. */
  segments?: true
  /** Largest file, bytes; `images`: of those. `together`: all files of one message count as one. Absent: as large as we keep. */
  files?: { max: number; images?: number; together?: true }
  /** How long after the customer's last message anybody may write freely, ms. Absent: always. */
  windowMs?: number
  /** How long people may go on after that, where the account has been allowed to (its setting `humanAgent`), ms. */
  humanWindowMs?: number
  /** What is left when the time is over. */
  next?: 'template' | 'closed'
  /** Only numbers can be written to; what comes may come from a name. */
  numbersOnly?: true
  /** What a customer's address is. */
  addresses: 'phone' | 'mail' | 'name'
  /** There are several ways to one customer: what is said must go the way they wrote. */
  hasWays?: true
  /** Messages do not say who writes: the provider is asked. */
  asksWho?: true
  /** Webhooks may be lost for good: the provider's own list is looked at so often besides, ms. */
  looksAgainMs?: number
  /** What can be done to messages that the customer sees; absent: nothing. */
  acts?: Acts
  /** Who did not want to hear from us must say so to hear from us again; elsewhere writing to us is enough. */
  staysOptedOut?: true
}

export type Acts = {
  /** An answer can name the message it answers. */
  reply?: true
  /** The customer can be shown that theirs was read. */
  read?: true
  /** For how long one sign of typing lasts there, ms. */
  typingMs?: number
  /** To show typing is to show that all was read. */
  typingReads?: true
  /** `emojis`: the only ones it takes, without variation selectors. `own`: to our own messages too. */
  react?: { emojis?: readonly string[]; own?: true; withinMs?: number }
  /** Ours, after it was delivered. */
  edit?: { withinMs?: number }
  remove?: { withinMs?: number }
}

export type Kind = {
  fields: Fields
  schema: z.ZodType<Record<string, unknown>>
  /** The setting that names the account within which addresses mean something; absent: they are the same everywhere. */
  scope?: string
  /** The setting that names the account in its calls: one address may be told of several accounts. */
  account?: string
}

/** The settings as one object. */
export const schemaOf = <F extends Fields>(fields: F) =>
  z.object(Object.fromEntries(Object.entries(fields).map(([name, f]) => [name, f.schema])) as { [K in keyof F]: F[K]['schema'] })

/** Pieces that several types share. */
export const secret = z.string().trim().min(1, 'is missing').max(2000)
export const accountId = z
  .string()
  .trim()
  .regex(/^[\w.:@+-]{1,200}$/, 'is missing or has the wrong form')
/** Where a provider's API is: another gateway, or a stand-in. */
export const apiAddress = (fallback: string) =>
  z
    .string()
    .trim()
    .max(500)
    .default(fallback)
    .transform((s) => s.replace(/\/+$/, ''))
    .refine((s) => /^https?:\/\//.test(s) && URL.canParse(s), `is not an address such as ${fallback}`)

/** What an admin does at the provider, one thing after the other. Its words are in the languages, under the type and the step's name. */
export type Step = {
  name: string
  /** `before`: to have what the form asks for. `after`: once the channel exists and its address is known. */
  when: 'before' | 'after'
  /** Where at the provider it is done. */
  link?: string
  /** What is pasted there. `retrying`: our address with Twilio's wish to be called again. */
  copy?: readonly ('address' | 'retrying' | 'verifyToken')[]
  /** What is to be chosen there, by the provider's own names. */
  choose?: readonly string[]
  /** What proves that it was done: the test went well, our address was proved, a call came, a customer wrote. */
  seenBy?: 'works' | 'handshake' | 'called' | 'arrived'
  /** Shown only while a setting is one of these. */
  only?: { field: string; is: readonly string[] }
}
