import { and, eq, inArray } from 'drizzle-orm'
import type { Read } from '@/db/doors'
import { contactIdentities } from '@/db/schema/contacts'
import type { Stored } from '../conversations/row'

/** Where each of these conversations' contacts is reached on its channel, by conversation id. At most 1,000 are looked at. */
export async function addressesOf(db: Read, rows: readonly Pick<Stored, 'id' | 'workspaceId' | 'contactId' | 'channelType'>[]): Promise<Map<number, string>> {
  const [first] = rows
  const ids = [...new Set(rows.flatMap((r) => r.contactId ?? []))]
  if (!first || ids.length === 0) return new Map()
  const found = await db
    .select({ contactId: contactIdentities.contactId, type: contactIdentities.channelType, address: contactIdentities.address })
    .from(contactIdentities)
    .where(and(eq(contactIdentities.workspaceId, first.workspaceId), inArray(contactIdentities.contactId, ids)))
    .limit(1000)
  return new Map(
    rows.flatMap((r) => {
      const at = found.find((i) => i.contactId === r.contactId && i.type === r.channelType)
      return at ? [[r.id, at.address] as const] : []
    }),
  )
}
