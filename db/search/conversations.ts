/** Which conversations a text finds, as a subselect of ids that looks at a bounded number of rows, however much there is. */
import { sql, type SQL } from 'drizzle-orm'
import { dialect } from '../columns/dialect'
import { containsPattern } from '../dialects'
import { contacts } from '../schema/contacts'
import { conversations } from '../schema/conversations'
import { conversationsSaying } from './messages'

/** So many newest titles, and so many newest contacts, are looked through. */
const TITLES = 20_000
const CONTACTS = 50_000
/** More contacts than this say that the text is too common to go by it. */
const CONTACTS_FOUND = 500
const THEIRS = 5_000

const like = dialect === 'postgres' ? sql.raw('ilike') : sql.raw('like')

/** In the title, in the contact's name, email or phone, or (unless `said` is false) every word in one message. */
export function conversationsFinding(workspaceId: number, text: string, { said = true }: { said?: boolean } = {}): SQL {
  const pattern = containsPattern(text)
  const has = (column: string) => sql`${sql.raw(column)} ${like} ${pattern} escape '\\'`
  const titled = sql`select t.id from (select id, title from ${conversations} where workspace_id = ${workspaceId} order by id desc limit ${TITLES}) t where ${has('t.title')}`
  const people = sql`select coalesce(p.merged_into, p.id) from (select id, merged_into, name, email, phone from ${contacts} where workspace_id = ${workspaceId} order by id desc limit ${CONTACTS}) p where ${has('p.name')} or ${has('p.email')} or ${has('p.phone')} limit ${CONTACTS_FOUND}`
  const theirs = sql`select * from (select c.id from ${conversations} c where c.contact_id in (${people}) limit ${THEIRS}) theirs`
  const inside = said ? conversationsSaying(workspaceId, text) : null
  return inside ? sql`(${titled} union ${theirs} union select * from ${inside} said)` : sql`(${titled} union ${theirs})`
}
