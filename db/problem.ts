/** What keeps a database from being used, as one sentence that names the setting: for the terminal, the command line and the log. */

/** A database that cannot be used as it is. The message is one sentence. */
export class DatabaseProblem extends Error {
  override readonly name = 'DatabaseProblem'
}

/** Whether one process may not write where it must: read-only, full or failing storage. */
export const isWriteFailure = (e: unknown): boolean => {
  const { code, message } = driverError(e)
  return (
    /^(SQLITE_(READONLY|FULL|IOERR|CORRUPT|CANTOPEN|NOTADB)|25006|53100|58030|ENOSPC|EROFS|EIO)/.test(code) ||
    /disk is full|readonly database|read-only transaction/.test(message)
  )
}

/**
 * The sentence for a failure of the driver or of the file system; null for what is no failure of the database's place or
 * access. `file`: the embedded database's file; null when a server keeps it.
 */
export function problemOf(e: unknown, file: string | null): string | null {
  if (e instanceof DatabaseProblem) return e.message
  const { code, message } = driverError(e)
  return file === null ? serverProblem(code, message) : fileProblem(code, message, file)
}

const certificate = /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET_ISSUER)/

function serverProblem(code: string, message: string): string | null {
  const because = (what: string) => `DATABASE_URL cannot be used: ${what}.`
  if (/ECONNREFUSED/.test(code)) return because(`nothing listens there (connection refused${at(message)})`)
  if (/ENOTFOUND|EAI_AGAIN/.test(code)) return because('its host is not known')
  if (/EHOSTUNREACH|ENETUNREACH/.test(code)) return because('its host cannot be reached')
  if (certificate.test(code)) return because(`the server's certificate is not trusted (${code}); name its authority in NODE_EXTRA_CA_CERTS or in sslrootcert`)
  if (/does not support SSL/.test(message)) return because('the server does not support TLS; leave sslmode out')
  if (code === '28P01' || /password must be a string|SCRAM.*password/i.test(message)) return because('the server refuses the user name or the password')
  if (code === '28000') return because('the server lets this user or this address in only in another way (pg_hba.conf, or TLS is required: sslmode=require)')
  if (code === '3D000') return because('the server has no database of that name')
  if (code === '42501') return because('its user may not make tables there: let it own the database')
  if (code === '25006') return because('that database is read-only (a standby, or default_transaction_read_only)')
  if (code === '53300') return because('the server has no connection left')
  if (code === '57P03') return because('the server is starting or stopping')
  if (/unsupported startup parameter|statement pooling mode/.test(message)) return POOLER
  if (/ETIMEDOUT/.test(code) || /timeout (expired|exceeded)|connection timeout/i.test(message)) return because('its host does not answer within ten seconds')
  if (/ECONNRESET|EPIPE/.test(code) || /Connection terminated/.test(message)) return because('the connection is cut before it is made')
  return null
}

/** Why a pooler that changes sessions under us is refused. */
export const POOLER =
  'DATABASE_URL leads to a pooler that shares sessions (PgBouncer with pool_mode = transaction or statement), and Parley needs sessions of its own: use the address of Postgres itself, or pool_mode = session.'

const at = (message: string) => /(\S+:\d+)$/.exec(message)?.[0].replace(/^/, ' at ') ?? ''

function fileProblem(code: string, message: string, file: string): string | null {
  const said = `${code} ${message}`
  if (/SQLITE_(CORRUPT|NOTADB)|malformed|not a database/.test(said))
    return `The database ${file} is damaged: restore a backup with \`npm run parley -- restore --from FILE\`, or name another DATA_DIR.`
  if (/SQLITE_READONLY|readonly database|EROFS/.test(said)) return `The database ${file} or its folder is read-only: make both writable, or name another DATA_DIR.`
  if (/SQLITE_FULL|ENOSPC|EDQUOT|disk is full/.test(said)) return `The disk of ${file} is full: make room, or name another DATA_DIR.`
  if (/SQLITE_IOERR|\bEIO\b/.test(said)) return `The disk of ${file} fails to read or write: look at it, or name another DATA_DIR.`
  if (/SQLITE_BUSY|database is locked/.test(said)) return `The database ${file} is locked by another program: stop that one first.`
  if (/SQLITE_(CANTOPEN|PERM|AUTH)|unable to open database|EACCES|EPERM|ENOTDIR|EISDIR|EEXIST|ENAMETOOLONG|ELOOP|ENOENT/.test(said))
    return `The database ${file} cannot be opened or made: DATA_DIR must be a folder that this account may write to.`
  return null
}

/** What the driver said, innermost: drizzle's own message holds the statement and its values. */
function driverError(e: unknown): { code: string; message: string } {
  let inner = e
  for (let depth = 0; depth < 8 && inner instanceof Error && inner.cause instanceof Error; depth++) inner = inner.cause
  // Node tries each address of a name, and tells of all of them.
  if (inner instanceof AggregateError && inner.errors[0] instanceof Error) inner = inner.errors[0]
  return inner instanceof Error ? { code: 'code' in inner ? String(inner.code) : '', message: inner.message } : { code: '', message: String(inner) }
}
