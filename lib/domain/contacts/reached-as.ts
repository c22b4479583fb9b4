import { and, asc, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { channels } from '@/db/schema/channels'
import { conversations } from '@/db/schema/conversations'
import { messageParts } from '@/db/schema/messages'
import { command } from '../command'
import { addNames, addressesOf, contactsBehind } from '../inbound/person'
import { rowId } from '../text'
import { absorb } from './absorb'
import { partyOf } from './sides'

/**
 * The provider says how it calls whom a part of ours went to: they will write under that name. Whoever has it already is the same
 * person. Quiet where it is known.
 */
export const reachedAs = command(
  { permission: 'messages:deliver', input: z.object({ partId: rowId, address: z.string().min(1).max(320) }) },
  async (w, input): Promise<void> => {
    const [at] = await w.db
      .select({ channel: channels, contactId: conversations.contactId, sideId: conversations.sideId })
      .from(messageParts)
      .innerJoin(conversations, eq(conversations.id, messageParts.conversationId))
      .innerJoin(channels, eq(channels.id, conversations.channelId))
      .where(and(eq(messageParts.id, input.partId), eq(conversations.workspaceId, w.workspaceId), isNull(channels.deletedAt)))
      .orderBy(asc(messageParts.id))
    const party = at && partyOf(at)
    if (!at || !party) return
    const addresses = addressesOf(at.channel, { address: input.address })
    const [owner] = await contactsBehind(w, at.channel, addresses)
    if (owner === party) return
    if (owner === undefined) await addNames(w, at.channel, party, addresses)
    else await absorb(w, { from: owner, into: party })
  },
)
