/** What stands under the words of a mail: the one it answers, or the one it hands on. Not a verb. */
import { eq } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import type { Mailbox, MailMeta } from '@/db/schema/messages'
import { users } from '@/db/schema/users'
import type { About } from './recipients'
import { oneWritten, type Written } from './written'

export type Below = {
  kind: 'answer' | 'forward'
  from: Mailbox
  to: Mailbox[]
  cc: Mailbox[]
  subject: string
  /** Unix ms. */
  at: number
  /** Its words, and their looks where we wrote it. */
  text: string
  html: string | null
  /** Blob of `{html, text}`: all of it, where the words are less. */
  content: string | null
  /** Its pictures inside the text: attachment ids by the name the HTML gives them. */
  cids: Record<string, number>
  /** Its writer's, for the line above it. */
  locale: 'en' | 'es'
  timeZone: string
}

export async function belowOf(db: Read, c: About, m: Pick<Written, 'userId'> & { mail: MailMeta }, us: Mailbox): Promise<Below | null> {
  const id = m.mail.forwards?.id ?? m.mail.quotes
  const found = id === undefined ? undefined : await oneWritten(db, c.id, id)
  // Taken back meanwhile: it goes without.
  if (!found?.meta.mail) return null
  const { mail } = found.meta
  const [writer] = m.userId === null ? [] : await db.select({ preferences: users.preferences }).from(users).where(eq(users.id, m.userId))
  return {
    kind: m.mail.forwards ? 'forward' : 'answer',
    from: mail.from ?? { address: us.address, name: us.name },
    to: mail.to,
    cc: mail.cc,
    subject: mail.subject,
    at: found.createdAt.getTime(),
    text: found.body,
    html: found.meta.html ?? null,
    content: mail.content ?? null,
    cids: mail.cids ?? {},
    locale: writer?.preferences.locale ?? 'en',
    timeZone: writer?.preferences.timeZone ?? 'UTC',
  }
}
