import { z } from 'zod'
import { personOf } from '../actor'
import { command } from '../command'
import { loadForChange } from '../conversations/load'
import { closeDraft, findSent } from '../drafts/close'
import { refuse } from '../errors'
import { body, clientKey, rowId } from '../text'
import { append } from './append'
import type { MessageView } from './view'

export const noteInput = z.object({ conversationId: rowId, body, clientKey, draftKey: clientKey.optional(), attachmentIds: z.array(rowId).max(20).default([]) })

/** Writes a note that only the team sees; it answers nobody and leaves the status alone. Throws `empty_message`, `draft_sent`, `not_found`. */
export const note = command({ permission: 'messages:create', input: noteInput }, async (w, input): Promise<MessageView> => {
  const c = await loadForChange(w, input.conversationId)
  const first = await findSent(w, c, 'note', input)
  if (first) return first
  if (input.body.trim() === '' && input.attachmentIds.length === 0) refuse('empty_message')
  if (c.row.kind === 'team') refuse('wrong_kind')
  await closeDraft(w, c, 'note', input.draftKey)
  return append(w, c, { kind: 'note', body: input.body, clientKey: input.clientKey, attachmentIds: input.attachmentIds, userId: personOf(w.actor) })
})
