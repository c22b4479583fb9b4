/** What a list can be narrowed to. One schema for the page's address, the API and the query. */
import { z } from 'zod'
import { CHANNEL_TYPES } from '@/db/schema/channels'
import { STATUSES } from '@/db/schema/conversations'
import { rowId } from '../text'

export const filterInput = z.object({
  kind: z.enum(['customer', 'team']).default('customer'),
  status: z.enum([...STATUSES, 'any']).default('open'),
  assignee: z.union([z.enum(['me', 'none', 'any']), rowId]).default('any'),
  teamId: rowId.optional(),
  channelType: z.enum(CHANNEL_TYPES).optional(),
  channelId: rowId.optional(),
  contactId: rowId.optional(),
  needsReply: z.boolean().optional(),
  unread: z.boolean().optional(),
  /** True: only what I archived; false: only what I did not. */
  archived: z.union([z.boolean(), z.literal('any')]).default(false),
  text: z.string().max(200).default(''),
  /** `activity`: newest first. `waiting`: who waits longest first, then the rest by activity. */
  sort: z.enum(['activity', 'waiting']).default('activity'),
})
export type Filter = z.output<typeof filterInput>

export const listInput = filterInput.extend({ limit: z.number().int().min(1).max(100).default(30), cursor: z.string().max(300).optional() })
