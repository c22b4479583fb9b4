import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { contactIdentities } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { workspaces } from '@/db/schema/workspaces'
import { normalAddress } from '../contacts/address'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { loadChannel } from '../channels/load'

/** In the demo alone: as if this customer had last written so many hours ago. Throws `not_allowed` in any other workspace, `not_found`. */
export const passTime = command(
  { permission: 'workspace:manage', input: z.object({ channelId: rowId, address: z.string().max(320), hours: z.number().min(0).max(1_000) }) },
  async (w, { channelId, address, hours }): Promise<void> => {
    const [own] = await w.db.select({ isDemo: workspaces.isDemo }).from(workspaces).where(eq(workspaces.id, w.workspaceId))
    if (!own?.isDemo) refuse('not_allowed')
    const channel = await loadChannel(w, channelId)
    const [found] = await w.db
      .select({ contactId: contactIdentities.contactId })
      .from(contactIdentities)
      .where(
        and(
          eq(contactIdentities.workspaceId, w.workspaceId),
          eq(contactIdentities.channelType, channel.type),
          eq(contactIdentities.address, normalAddress(channel.type, address)),
        ),
      )
    const contactId = found?.contactId ?? refuse('not_found')
    await w.db
      .update(conversations)
      .set({ lastCustomerAt: new Date(w.at.getTime() - hours * 60 * 60_000) })
      .where(and(eq(conversations.contactId, contactId), eq(conversations.channelId, channelId)))
    w.record('contact.reach_changed', { contactId })
  },
)
