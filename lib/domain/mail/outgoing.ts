/** An answer as the mail it leaves as. Not a verb. */
import type { Read } from '@/db/doors'
import type { Mailbox, MailMeta } from '@/db/schema/messages'
import { type Below, belowOf } from './below'
import type { About } from './recipients'
import { replyAddress } from './token'
import { mails, type Written } from './written'

/** Everything a mail's headers say. Message ids are without brackets, the oldest reference first; `at` in unix ms. */
export type OutgoingMail = {
  from: Mailbox
  to: Mailbox[]
  cc: Mailbox[]
  bcc: Mailbox[]
  replyTo: string | null
  subject: string
  messageId: string
  inReplyTo: string | null
  references: string[]
  at: number
}

/** Before the address for its answers is signed: whoever sends it holds the secret. `below`: what stands under its words. */
export type UnsignedMail = Omit<OutgoingMail, 'replyTo'> & { answersTo: { channelId: number; conversationId: number } | null; below: Below | null }

export const signedMail = ({ answersTo, below: _, ...mail }: UnsignedMail, secret: string): OutgoingMail => ({
  ...mail,
  replyTo: answersTo && replyAddress(mail.from.address, answersTo, secret),
})

/** A stored answer with the headers that make it part of its thread. */
export async function outgoingMail(
  db: Read,
  c: About,
  m: Pick<Written, 'index' | 'userId' | 'createdAt'> & { mail: MailMeta },
  from: { address: string; name: string; plusAddressing: boolean },
): Promise<UnsignedMail> {
  // What was written before references were kept is put together from the conversation.
  const before = (await mails(db, c.id, 40, m.index)).filter((b) => b.meta.mail?.messageId !== undefined && !b.meta.mail.isAside)
  const ids = before.flatMap((b) => b.meta.mail?.messageId ?? []).toReversed()
  // What was written before this was kept with the answer.
  const answered = m.mail.inReplyTo === undefined ? ((before.find((b) => b.contactId !== null) ?? before[0])?.meta.mail?.messageId ?? null) : m.mail.inReplyTo
  const thread = m.mail.isAside ? [] : ids.filter((id) => id !== answered)
  const references = m.mail.references ?? [...(thread.length <= 10 ? thread : [...thread.slice(0, 1), ...thread.slice(-9)]), ...(answered === null ? [] : [answered])]
  return {
    from: { address: from.address, name: from.name },
    to: m.mail.to,
    cc: m.mail.cc,
    bcc: m.mail.bcc ?? [],
    answersTo: from.plusAddressing ? { channelId: c.channelId ?? 0, conversationId: c.id } : null,
    subject: m.mail.subject,
    messageId: m.mail.messageId ?? `${crypto.randomUUID()}@${from.address.split('@')[1]}`,
    // What is handed on is answered by nobody: it stands among the references, so that programs show both together.
    inReplyTo: m.mail.forwards ? null : answered,
    // The first and the newest: some mail systems cut long headers anywhere.
    references,
    at: m.createdAt.getTime(),
    below: await belowOf(db, c, m, from),
  }
}
