/** What is stored with an answer that leaves by mail. Not a verb. */
import { eq } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { attachments, type Mailbox, type MailMeta } from '@/db/schema/messages'
import { refuse } from '../errors'
import type { MailChoice } from './choice'
import { type About, known, settingsOf, usualAnswer } from './recipients'
import type { Written } from './written'

/**
 * `messageId` is fixed here, before the first try to send. null where no mailbox is connected. Throws `no_recipient`, and
 * `not_found` for a message or a file that is not there to answer or to hand on.
 */
export async function answerMail(db: Read, c: About, chosen: MailChoice, replyTo: number | undefined, clientRef: string): Promise<MailMeta | null> {
  const { address } = await settingsOf(db, c)
  if (address === '') return null
  const usual = await usualAnswer(db, c, { replyTo, forward: chosen.forward })
  const names = [...usual.to, ...usual.cc, ...usual.people]
  const boxes = (list: string[]): Mailbox[] => [...new Set(list)].map((a) => names.find((p) => p.address === a) ?? { address: a, name: '' })
  const to = chosen.to ? boxes(chosen.to) : usual.to
  if (to.length === 0) refuse('no_recipient')
  const { answered } = usual
  const isForward = chosen.forward !== undefined
  return {
    subject: chosen.subject || usual.subject || '(no subject)',
    messageId: `${clientRef}@${address.split('@')[1] || 'localhost'}`,
    to,
    cc: chosen.cc ? boxes(chosen.cc) : usual.cc,
    ...(chosen.bcc?.length ? { bcc: boxes(chosen.bcc) } : {}),
    inReplyTo: answered?.meta.mail?.messageId ?? null,
    ...(answered && !isForward ? referencesAfter(answered) : {}),
    ...(answered && isForward ? { forwards: { id: answered.id, files: await filesOf(db, answered, chosen.files) } } : {}),
    ...(answered && !isForward && chosen.quote !== false ? { quotes: answered.id } : {}),
    ...(usual.isAside && !(await reachesCustomer(db, c, [...to, ...boxes([...(chosen.cc ?? []), ...(chosen.bcc ?? [])])])) ? { isAside: true } : {}),
  }
}

const REFERENCES_MAX = 60

/** Those of the mail it answers, and that mail (RFC 5322 3.6.4). Nothing where that mail's are not known. */
function referencesAfter({ meta }: Written): Pick<MailMeta, 'references'> {
  if (meta.mail?.references === undefined || meta.mail.messageId === undefined) return {}
  const all = [...meta.mail.references.filter((id) => id !== meta.mail?.messageId), meta.mail.messageId]
  return { references: all.length <= REFERENCES_MAX ? all : [...all.slice(0, 1), ...all.slice(1 - REFERENCES_MAX)] }
}

/** Handed to the customer themselves it is no talk aside. */
async function reachesCustomer(db: Read, c: About, to: readonly Mailbox[]): Promise<boolean> {
  const theirs = await known(db, c)
  return to.some((p) => theirs.some((t) => t.address === p.address))
}

async function filesOf(db: Read, m: Written, chosen: number[] | undefined): Promise<number[]> {
  const all = m.attachmentCount === 0 ? [] : (await db.select({ id: attachments.id }).from(attachments).where(eq(attachments.messageId, m.id))).map((f) => f.id)
  if (chosen?.some((id) => !all.includes(id))) refuse('not_found')
  return chosen ?? all
}
