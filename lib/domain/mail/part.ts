/** A message that was written as a mail, with the files that leave with it. Not a verb. */
import { asc, inArray } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import type { channels } from '@/db/schema/channels'
import { attachments, type messages } from '@/db/schema/messages'
import { emailSettings } from '@/lib/channels/email/settings'
import { outgoingMail, type UnsignedMail } from './outgoing'
import type { About } from './recipients'

/** `cid`: the name by which the mail's HTML shows it. */
export type FileToSend = { id: number; name: string; type: string; size: number; blobKey: string; cid?: string }

/** null where it is none. */
export async function mailOf(db: Read, c: About, m: typeof messages.$inferSelect, channel: typeof channels.$inferSelect): Promise<UnsignedMail | null> {
  if (channel.type !== 'email') return null
  const settings = emailSettings.safeParse(channel.settings)
  if (!m.meta.mail || !settings.success) return null
  const { address, fromName, plusAddressing } = settings.data
  return outgoingMail(db, c, { ...m, mail: m.meta.mail }, { address, name: fromName || channel.name, plusAddressing })
}

export const fileToSend = (f: typeof attachments.$inferSelect): FileToSend => ({ id: f.id, name: f.name, type: f.type, size: f.size, blobKey: f.blobKey })

/** In the order they were uploaded; those that the mail shows inside its text by the name it gives them. */
export async function filesToSend(db: Read, ids: readonly number[], mail: UnsignedMail | null): Promise<FileToSend[]> {
  if (ids.length === 0) return []
  const found = await db
    .select()
    .from(attachments)
    .where(inArray(attachments.id, [...ids]))
    .orderBy(asc(attachments.position), asc(attachments.id))
  const shown = mail?.below?.kind === 'forward' ? Object.entries(mail.below.cids) : []
  return found.map((f) => {
    const [cid] = shown.find(([, id]) => id === f.id) ?? []
    return { ...fileToSend(f), ...(cid === undefined ? {} : { cid }) }
  })
}
