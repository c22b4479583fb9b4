/** Which messages contain these words: the one place where the engines' full text differ. */
import { sql, type SQL } from 'drizzle-orm'
import { dialect } from '../columns/dialect'
import { messages } from '../schema/messages'

/** At most this many newest matching messages are looked at. */
export const SEARCH_DEPTH = 2000

/** The words of a query, without what the engines read as syntax. At most 8. */
export const words = (text: string) => (text.normalize('NFKC').match(/[\p{L}\p{N}]+/gu) ?? []).slice(0, 8)

/** A subselect of the ids of conversations of the workspace with a message holding every word (the last as a prefix); null when there is no word. */
export function conversationsSaying(workspaceId: unknown, text: string): SQL | null {
  const w = words(text)
  if (w.length === 0) return null
  if (dialect === 'postgres') {
    const query = w.map((x) => `'${x}'`).join(' & ') + ':*'
    return sql`(select ${messages.conversationId} from ${messages} where ${messages.workspaceId} = ${workspaceId} and to_tsvector('simple', ${messages.body}) @@ to_tsquery('simple', ${query}) order by ${messages.id} desc limit ${SEARCH_DEPTH})`
  }
  const query = w.map((x) => `"${x}"`).join(' ') + '*'
  return sql`(select m.conversation_id from (select rowid as id from message_search where message_search match ${query} order by rowid desc limit ${SEARCH_DEPTH}) f join ${messages} m on m.id = f.id where m.workspace_id = ${workspaceId})`
}

/** How many matches are looked at for one conversation: they are few among everybody's. */
const CONVERSATION_DEPTH = 20_000

/** A subselect of the ids of the newest messages of the workspace holding every word (the last as a prefix); null when there is no word. */
export function messagesSaying(workspaceId: number, text: string, conversationId?: number): SQL | null {
  const w = words(text)
  if (w.length === 0) return null
  const depth = conversationId === undefined ? SEARCH_DEPTH : CONVERSATION_DEPTH
  if (dialect === 'postgres') {
    const query = w.map((x) => `'${x}'`).join(' & ') + ':*'
    const where = conversationId === undefined ? sql`${messages.workspaceId} = ${workspaceId}` : sql`${messages.conversationId} = ${conversationId}`
    return sql`(select ${messages.id} from ${messages} where ${where} and to_tsvector('simple', ${messages.body}) @@ to_tsquery('simple', ${query}) order by ${messages.id} desc limit ${depth})`
  }
  const query = w.map((x) => `"${x}"`).join(' ') + '*'
  return sql`(select rowid from message_search where message_search match ${query} order by rowid desc limit ${depth})`
}
