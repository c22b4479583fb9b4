/** What we know of a mail once it is read. Everything is bounded and free of control characters; times in unix ms. */

export type Mailbox = { address: string; name: string }

export type MailFile = {
  name: string
  /** As the mail says; what the bytes really are is looked at when they are kept. */
  type: string
  bytes: Uint8Array
  /** By which the HTML names it, without brackets. */
  cid: string | null
  /** Shown inside the text rather than beside it. */
  isInline: boolean
}

export type Mail = {
  from: Mailbox
  replyTo: Mailbox[]
  to: Mailbox[]
  cc: Mailbox[]
  /** Every address the mail itself says it was delivered to: To, Cc, Delivered-To, X-Original-To, Envelope-To. */
  deliveredTo: string[]
  subject: string
  at: number | null
  /** Without brackets, as are the others. */
  messageId: string | null
  inReplyTo: string[]
  /** Oldest first. */
  references: string[]
  /** The whole text, made from the HTML where there is no plain one. Never empty. */
  text: string
  /** As it came: never shown before sanitise.ts has seen it. */
  html: string | null
  /** Whether the writer wrote HTML only. */
  isHtmlOnly: boolean
  files: MailFile[]
  /** Names of files that were left out: too large, too many, or cut off. */
  leftOut: string[]
  /** Names of files of 0 bytes, which are not kept. */
  emptyFiles: string[]
  /** All values of a header, by its name in lower case. */
  header(name: string): string[]
  /** Machine-readable parts (delivery reports, returned messages), by type in lower case. */
  reports: { type: string; text: string }[]
}

/** Bytes of a mail that are read at all. */
export const MAIL_MAX = 36 * 1024 * 1024
