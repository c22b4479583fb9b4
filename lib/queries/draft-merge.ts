/** Which of two copies of a draft counts: this browser's or the server's. Pure. */
import type { Draft } from '@/lib/domain/drafts/find'

export type Mode = 'reply' | 'note'
/** As the browser keeps it. `unsaved`: the server does not have it yet; `wasSent`: nor takes it, another device sent the draft before. */
export type LocalDraft = Draft & { unsaved: boolean; wasSent?: boolean }

export const isEmptyDraft = (d: Draft): boolean => d.body.trim() === '' && d.attachments.length === 0 && Object.values(d.more).every((v) => v === undefined)

/**
 * The draft to show. What was sent or discarded elsewhere is gone here too, unless words were added here that nobody has
 * seen: those stay. Otherwise the one written last counts.
 */
export function mergeDraft(local: LocalDraft | null, server: Draft | null): Draft | null {
  if (!server || !local) return local ?? server
  if (isEmptyDraft(server) && !isEmptyDraft(local)) {
    if (local.unsaved || local.wasSent) return local
    return server.key === local.key || server.updatedAt > local.updatedAt ? server : local
  }
  return server.updatedAt > local.updatedAt && !local.wasSent ? server : local
}
