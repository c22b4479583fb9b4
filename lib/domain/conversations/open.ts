import { z } from 'zod'
import { type ContactDetails, getContact } from '../contacts/get'
import { type Draft, find as findDraft } from '../drafts/find'
import { around } from '../messages/around'
import type { Thread } from '../messages/thread'
import { query } from '../query'
import { rowId } from '../text'
import { newestSeq } from '../workspaces/seq'
import { type Details, get } from './get'

export type Opened = { details: Details; thread: Thread; draft: Draft | null; contact: ContactDetails | null; seq: number }

/**
 * All that a screen shows of one conversation, as of event `seq` or later. The thread stands at the first unread, or at
 * index `around`. Throws `not_found`.
 */
export const open = query(
  { permission: 'conversations:read', input: z.object({ conversationId: rowId, around: z.number().int().min(0).optional() }) },
  async ({ actor }, { conversationId, around: index }): Promise<Opened> => {
    const seq = await newestSeq(actor, {})
    const details = await get(actor, { conversationId })
    const [thread, draft, contact] = await Promise.all([
      around(actor, { conversationId, index }),
      findDraft(actor, { conversationId }),
      details.row.contactId === null ? null : getContact(actor, { contactId: details.row.contactId }),
    ])
    return { details, thread, draft, contact, seq }
  },
)
