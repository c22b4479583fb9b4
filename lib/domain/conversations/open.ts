import { z } from 'zod'
import { type ContactDetails, getContact } from '../contacts/get'
import { type Drafts, draftsOf } from '../drafts/find'
import { aroundOf } from '../messages/around'
import type { Thread } from '../messages/thread'
import { ifThere } from '../errors'
import { query } from '../query'
import { rowId } from '../text'
import { newestSeq } from '../workspaces/seq'
import { type Details, detailsOf } from './get'
import { loadToRead } from './load'

export type Opened = { details: Details; thread: Thread; drafts: Drafts; contact: ContactDetails | null; seq: number }

/**
 * All that a screen shows of one conversation, as of event `seq` or later. The thread stands at its newest messages, or at
 * index `around`. Throws `not_found`.
 */
export const open = query(
  { permission: 'conversations:read', input: z.object({ conversationId: rowId, around: z.number().int().min(0).optional() }) },
  async ({ db, actor }, { conversationId, around }): Promise<Opened> => {
    const seq = await newestSeq(actor, {})
    const c = await loadToRead(db, actor, conversationId)
    const [details, thread, drafts, contact] = await Promise.all([
      detailsOf(db, actor, c),
      aroundOf(db, actor, c, around),
      draftsOf(db, actor, conversationId),
      // Of one who was forgotten the conversation remains.
      c.row.contactId === null ? null : ifThere(getContact(actor, { contactId: c.row.contactId })),
    ])
    return { details, thread, drafts, contact, seq }
  },
)
