/** The provider says that somebody is called otherwise from now on. */
import { and, eq, inArray } from 'drizzle-orm'
import { contactIdentities } from '@/db/schema/contacts'
import { scopeOf } from '../channels/scope'
import { noteMoved } from './moved'
import type { Arrival, Outcome } from './outcome'
import { addNames, addressesOf, contactsBehind, personOf } from './person'

/** The contact keeps its conversations under the new name; the old one is free for whoever gets that number next. */
export async function takeIdentity({ w, channel, e, at }: Arrival<'identity'>): Promise<Outcome> {
  const before = addressesOf(channel, { address: e.previous })
  const now = addressesOf(channel, e.current)
  const [known] = await contactsBehind(w, channel, before)
  if (known !== undefined) await addNames(w, channel, known, now)
  await personOf(w, channel, { ...e.current, aliases: [...(e.current.aliases ?? []), ...(known === undefined ? [] : [e.previous])] }, before)
  const gone = before.filter((a) => !now.includes(a))
  if (gone.length > 0)
    await w.db
      .delete(contactIdentities)
      .where(
        and(
          eq(contactIdentities.workspaceId, w.workspaceId),
          eq(contactIdentities.channelType, channel.type),
          eq(contactIdentities.scope, scopeOf(channel)),
          inArray(contactIdentities.address, gone),
        ),
      )
  await noteMoved(w, channel, gone, at, e.current)
  return {}
}
