/**
 * What an error of the database means, whoever spelled it: the driver, the pool, the server or the operating system.
 * SQLSTATE classes: https://www.postgresql.org/docs/current/errcodes-appendix.html
 */

/**
 * `away`: the connection or the server is gone, or does not write right now; the same again later may go well. `busy`: it
 * answered, and could not this time. `full`: no space. `value`: a column cannot hold what was given.
 */
export type Trouble = 'away' | 'busy' | 'full' | 'value'

/** Everything thrown below this went wrong between the database and us, and not in our own work. */
export class DatabaseError extends Error {
  override readonly name = 'DatabaseError'
}

const FULL = /^(SQLITE_FULL|ENOSPC|53100)\b|disk is full|No space left on device/
const BUSY = /^(SQLITE_BUSY|SQLITE_LOCKED|40001|40P01|57014|55P03)\b|database is locked/
/** A value that the column cannot hold: NUL, a number or a moment out of range. */
const VALUE = /^(22021|22P05|22003|22007|22008)\b/
/** Lost, refused or not made; going down or coming up; too many; a standby that only reads; a statement the pooler forgot. */
const AWAY =
  /^(08\w{3}|57P0\d|53\w{3}|28\w{3}|3D000|25P03|25006|26000|58\w{3}|SQLITE_(IOERR|CANTOPEN|READONLY|PROTOCOL|NOTADB)\w*|E(CONN\w+|PIPE|TIMEDOUT|HOSTUNREACH|HOSTDOWN|NETUNREACH|NETDOWN|NETRESET|NOTFOUND|AI_AGAIN|ADDRNOTAVAIL|MFILE|NFILE|NOBUFS|PROTO))\b|timeout exceeded when trying to connect|timeout expired|[Cc]onnection (terminated|ended|closed|lost|reset)|not queryable|Query read timeout|pool after calling end|server (does not support SSL|conn crashed|login failed)|client_login_timeout|query_wait_timeout|pgbouncer|SSL connection/
/** The database understood, and says that the statement itself is wrong: the same again would fail again. */
const OURS = /^(0A|20|21|22|23|25P01|25P02|2[1FB]|34|38|39|3B|3F|42|44|54|P0)|^SQLITE_(CONSTRAINT|MISMATCH|TOOBIG|ERROR|RANGE|MISUSE|AUTH|SCHEMA)/

/** What kind of trouble this is; null for what is none of the database's, or is a mistake of ours. */
export function troubleOf(e: unknown): Trouble | null {
  const chain = causes(e)
  for (const { code, message } of chain) {
    // Never the words of the outer one: they hold the query and its values, which may say anything.
    const said = `${code} ${message}`
    if (FULL.test(said)) return 'full'
    if (BUSY.test(said)) return 'busy'
    if (VALUE.test(said)) return 'value'
    if (AWAY.test(said)) return 'away'
  }
  // Of a spelling that is not known yet: an admin may read a mistake of ours, nobody finds a message that was dropped.
  const root = chain.at(-1)
  return root && isOfDatabase(e) && !OURS.test(root.code) && !/^(Type|Range|Syntax|Reference)Error$/.test(root.name) ? 'away' : null
}

/** The database itself cannot be reached or cannot write; what was going on is undone and may be tried again. */
export const isDatabaseAway = (e: unknown): boolean => isOfDatabase(e) && troubleOf(e) === 'away'

/** What the driver said, without the statement and its values. */
export function causeOf(e: unknown): string {
  const root = causes(e).at(-1)
  if (!root) return String(e)
  return /^[A-Z0-9_]+$/.test(root.code) && !root.message.includes(root.code) ? `${root.code} ${root.message}` : root.message
}

const QUERY = 'Failed query:'
const isWrapper = (e: Error) => e.name === 'DatabaseError' || e.message.startsWith(QUERY)

function isOfDatabase(e: unknown): boolean {
  let at = e
  for (let depth = 0; depth < 8 && at instanceof Error; depth++, at = at.cause) if (isWrapper(at) || ('code' in at && String(at.code).startsWith('SQLITE_'))) return true
  return false
}

/** The error and its causes from the outside in, those left out that only hold the statement. */
function causes(e: unknown): { name: string; code: string; message: string }[] {
  const out: { name: string; code: string; message: string }[] = []
  let at = e
  for (let depth = 0; depth < 8 && at instanceof Error; depth++) {
    if (!isWrapper(at) || at.cause === undefined) out.push({ name: at.name, code: 'code' in at ? String(at.code) : '', message: at.message })
    // Several addresses of one name, each refused in its own way.
    at = at instanceof AggregateError && at.cause === undefined ? at.errors[0] : at.cause
  }
  return out
}
