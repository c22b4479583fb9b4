import { and, asc, eq, sql } from 'drizzle-orm'
import { among, amongIds } from '@/db/dialects'
import type { Read } from '@/db/doors'
import { prepared } from '@/db/prepared'
import { contactIdentities } from '@/db/schema/contacts'
import { partyOf } from './sides'
import type { Stored } from '../conversations/row'

/** How each of these conversations' contacts is reached on its channel (`id`: of the identity), by conversation id. At most 1,000 are looked at. */
export async function addressesOf(
  db: Read,
  rows: readonly Pick<Stored, 'id' | 'workspaceId' | 'contactId' | 'sideId' | 'channelType'>[],
): Promise<Map<number, { id: number; address: string }>> {
  const [first] = rows
  const ids = [...new Set(rows.flatMap((r) => partyOf(r) ?? []))]
  if (!first || ids.length === 0) return new Map()
  const found = await prepared(db, 'addresses:of', (d, name) =>
    d
      .select({ id: contactIdentities.id, contactId: contactIdentities.contactId, type: contactIdentities.channelType, address: contactIdentities.address })
      .from(contactIdentities)
      .where(and(eq(contactIdentities.workspaceId, sql.placeholder('workspaceId')), among(contactIdentities.contactId, 'ids')))
      .orderBy(asc(contactIdentities.id))
      .limit(1000)
      .prepare(name),
  ).execute({ workspaceId: first.workspaceId, ids: amongIds(ids) })
  return new Map(
    rows.flatMap((r) => {
      const at = found.find((i) => i.contactId === partyOf(r) && i.type === r.channelType)
      return at ? [[r.id, { id: at.id, address: at.address }] as const] : []
    }),
  )
}
