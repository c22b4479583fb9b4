import { and, eq, inArray } from 'drizzle-orm'
import { z } from 'zod'
import { attachments, messages } from '@/db/schema/messages'
import { command, type Work } from '../command'
import type { Loaded } from '../conversations/load'
import { refuse } from '../errors'
import { limitOf } from '@/lib/channels/limits'
import { body, kept, rowId } from '../text'
import { HTML_MAX } from './answer'
import { claimFiles } from './append'
import { filesOf } from './carried'
import { safeLooks } from './looks'
import { editOut } from './edit-out'
import { loadOwn, refreshSnippet, withFiles } from './own'
import type { StoredMessage } from './view'

export const editInput = z.object({
  messageId: rowId,
  /** Absent: the words stay. */
  body: body.optional(),
  /** The new words with their looks; absent: they have none. */
  html: z.string().max(HTML_MAX).optional(),
  /** All files it is to carry, old and new; absent: they stay. */
  attachmentIds: z.array(rowId).max(20).optional(),
  /** Merged into what is kept beside the words. */
  extra: kept.optional(),
})

/**
 * Changes one's own message; of a reply that leaves through a channel only the words, and where the channel can (edit-out.ts).
 * Throws `not_yours` for others'.
 */
export const edit = command({ permission: 'messages:create', input: editInput }, async (w, input) => {
  const { c, m } = await loadOwn(w, input.messageId)
  if (m.delivery !== null) {
    if (input.attachmentIds || input.extra) refuse('wrong_kind')
    return input.body === undefined ? withFiles(w, m) : editOut(w, c, m, input.body)
  }
  const words = input.body ?? m.body
  const attachmentCount = input.attachmentIds?.length ?? m.attachmentCount
  if (words.trim() === '' && attachmentCount === 0) refuse('empty_message')
  if (m.body === words && input.html === undefined && !input.attachmentIds && !input.extra) return withFiles(w, m)
  if (input.attachmentIds) await exchangeFiles(w, c, m, input.attachmentIds)
  const { html, ...kept } = m.meta
  const looks = input.body === undefined ? html : c.row.channelType && limitOf(c.row.channelType).looks ? safeLooks(input.html) : undefined
  const meta = { ...kept, ...(looks ? { html: looks } : {}), ...(input.extra ? { extra: { ...m.meta.extra, ...input.extra } } : {}) }
  const [now] = await w.db.update(messages).set({ body: words, attachmentCount, meta, editedAt: w.at }).where(eq(messages.id, m.id)).returning()
  if (!now) refuse('not_found')
  await refreshSnippet(w, c)
  const view = await withFiles(w, now)
  w.record('message.edited', { message: view }, { conversation: c, messageId: m.id })
  return view
})

/** What it no longer carries is loose again, and swept up in time. */
async function exchangeFiles(w: Work, c: Loaded, m: StoredMessage, ids: readonly number[]): Promise<void> {
  const now = ((await filesOf(w.db, [m])).get(m.id) ?? []).map((f) => f.id)
  const gone = now.filter((id) => !ids.includes(id))
  if (gone.length > 0)
    await w.db
      .update(attachments)
      .set({ messageId: null, conversationId: null })
      .where(and(eq(attachments.messageId, m.id), inArray(attachments.id, gone)))
  await claimFiles(
    w,
    c,
    m,
    ids.filter((id) => !now.includes(id)),
  )
}
