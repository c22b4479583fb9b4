/** Which contacts a text finds, as a subselect of ids that looks at a bounded number of rows, however many there are. */
import { sql, type SQL } from 'drizzle-orm'
import { dialect } from '../columns/dialect'
import { contactIdentities, contacts } from '../schema/contacts'
import { words } from './messages'

/** So many matches are looked at (on SQLite the newest; Postgres would rather walk all contacts from the newest than sort a few). */
const DEPTH = 5_000

/**
 * Every word begins a word of the name, email, phone or company (as the index was made: see the migration), or the text is a
 * whole address; a merged one's stand for the contact as which it is shown. Null when there is no word.
 */
export function contactsFinding(workspaceId: number, text: string): SQL | null {
  const w = words(text.toLowerCase())
  if (w.length === 0) return null
  // However a number is written, its digits are one word of ours.
  const digits = text.replace(/[^\d+]/g, '')
  const all = /^[+\d][\d\s().+-]{5,}$/.test(text.trim()) ? [digits.replace(/\D/g, '')] : w
  const address = [text.trim().toLowerCase(), ...(digits.length > 5 ? [digits, `+${digits}`] : [])]
  const named =
    dialect === 'postgres'
      ? sql`select c.id, c.merged_into from ${contacts} c where c.workspace_id = ${workspaceId} and to_tsvector('simple', regexp_replace(lower(c.name || ' ' || coalesce(c.email, '') || ' ' || coalesce(c.phone, '') || ' ' || c.company), '[!-/:-@[-\`{-~]+', ' ', 'g')) @@ to_tsquery('simple', ${all.map((x) => `'${x}':*`).join(' & ')}) limit ${DEPTH}`
      : sql`select c.id, c.merged_into from (select rowid as id from contact_search where contact_search match ${all.map((x) => `"${x}"*`).join(' ')} order by rowid desc limit ${DEPTH}) f join ${contacts} c on c.id = f.id where c.workspace_id = ${workspaceId}`
  const reached = sql`select c.id, c.merged_into from ${contactIdentities} i join ${contacts} c on c.id = i.contact_id where i.workspace_id = ${workspaceId} and i.address in (${sql.join(
    address.map((a) => sql`${a}`),
    sql`, `,
  )}) limit 100`
  return sql`(select coalesce(found.merged_into, found.id) from (select * from (${named}) n union all select * from (${reached}) r) found)`
}
