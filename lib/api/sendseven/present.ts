/** Conversations and messages with what stands beside them: tags, and the contact method of each. */
import { reader } from '@/db/client'
import { addressesOf } from '@/lib/domain/contacts/addresses'
import type { ConversationRecord } from '@/lib/domain/conversations/records'
import type { MessageRecord } from '@/lib/domain/messages/records'
import { tagsOf } from '@/lib/domain/tags/tag'
import { conversation, message } from './shapes'

/** In the order given. At most 100. */
export async function presentConversations(records: readonly ConversationRecord[]) {
  const db = await reader()
  const rows = records.map((r) => r.c)
  const [tags, methods] = [
    await tagsOf(
      db,
      rows.map((c) => c.id),
    ),
    await addressesOf(db, rows),
  ]
  return records.map((r) => conversation(r, { tags: tags.get(r.c.id), methodId: methods.get(r.c.id)?.id }))
}

export async function presentConversation(record: ConversationRecord) {
  const [shown] = await presentConversations([record])
  return shown ?? conversation(record)
}

/** In the order given. `base`: where this API stands. At most 100. */
export async function presentMessages(records: readonly MessageRecord[], base: string) {
  const methods = await addressesOf(
    await reader(),
    records.map((r) => r.c),
  )
  return records.map((r) => message(r, base, methods.get(r.c.id)?.id))
}

export async function presentMessage(record: MessageRecord, base: string) {
  const [shown] = await presentMessages([record], base)
  return shown ?? message(record, base)
}
