import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sql } from 'drizzle-orm'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { closeDatabase, doors } from './client'
import { databaseUrl, dialect } from './columns/dialect'
import { migrateDatabase } from './migrate'
import { DatabaseProblem, problemOf } from './problem'

const FUTURE = Date.UTC(2100, 0, 1)
const refused = async () => {
  const e: unknown = await migrateDatabase().catch((thrown: unknown) => thrown)
  expect(e).toBeInstanceOf(DatabaseProblem)
  const said = e instanceof Error ? e.message : ''
  expect(said).toMatch(/^[^\n]+\.$/)
  return said
}

describe.runIf(dialect === 'sqlite')('an embedded database that cannot be used', () => {
  const before = process.env.DATA_DIR
  const dirs: string[] = []
  const folder = () => {
    const dir = mkdtempSync(join(tmpdir(), 'parley-problem-'))
    dirs.push(dir)
    process.env.DATA_DIR = dir
    return dir
  }
  afterEach(() => {
    process.env.DATA_DIR = before
    for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true, force: true })
  })

  it('made by a newer version is left alone', async () => {
    const dir = folder()
    await migrateDatabase()
    const c = new Database(join(dir, 'parley.db'))
    c.prepare('insert into __drizzle_migrations (hash, created_at) values (?, ?)').run('x', FUTURE)
    c.close()
    expect(await refused()).toMatch(/made by a newer Parley/)
  })

  it('with damaged pages, or that is no database, stops the start', async () => {
    const dir = folder()
    await migrateDatabase()
    const file = join(dir, 'parley.db')
    const bytes = readFileSync(file)
    for (const page of [3, 4, 5, 6, 7]) bytes.fill(0x5a, page * 4096, page * 4096 + 2000)
    writeFileSync(file, bytes)
    expect(await refused()).toMatch(/is damaged: restore a backup/)
    writeFileSync(file, 'words '.repeat(2000))
    expect(await refused()).toMatch(/is damaged: restore a backup/)
  })

  it('in a folder that cannot be is told with DATA_DIR', async () => {
    const dir = folder()
    writeFileSync(join(dir, 'file'), '')
    process.env.DATA_DIR = join(dir, 'file', 'data')
    expect(await refused()).toMatch(/DATA_DIR must be a folder/)
    process.env.DATA_DIR = `/proc/none/${'x'.repeat(20)}`
    expect(await refused()).toMatch(/DATA_DIR must be a folder/)
  })

  it('that is read-only is told so', async () => {
    const dir = folder()
    await migrateDatabase()
    chmodSync(join(dir, 'parley.db'), 0o444)
    // Whoever is root writes everywhere: there only the sentence can be tried.
    const said =
      process.getuid?.() === 0 ? problemOf(Object.assign(new Error('attempt to write a readonly database'), { code: 'SQLITE_READONLY' }), 'x') : await refused()
    expect(said).toMatch(/read-only: make both writable/)
  })
})

describe.runIf(dialect === 'postgres')('a Postgres that cannot be used', () => {
  it('made by a newer version is left alone', async () => {
    const { write } = await doors()
    const client = new pg.Client({ connectionString: databaseUrl })
    await client.connect()
    await client.query("insert into drizzle.__drizzle_migrations (hash, created_at) values ('x', $1)", [FUTURE])
    expect(await refused()).toMatch(/made by a newer Parley/)
    await client.query('delete from drizzle.__drizzle_migrations where created_at = $1', [FUTURE])
    await migrateDatabase()
    await client.query(`alter database ${new URL(databaseUrl).pathname.slice(1)} set default_transaction_read_only = on`)
    expect(await refused()).toMatch(/read-only/)
    await client.query('set transaction read write')
    await client.query(`alter database ${new URL(databaseUrl).pathname.slice(1)} reset default_transaction_read_only`)
    await client.end()
    await write((db) => db.select({ one: sql`1` }).from(sql`(select 1) as one`))
    await closeDatabase()
  })

  it.each([
    [{ password: 'wrong' }, null],
    [{ port: '1' }, /connection refused.*:1/],
    [{ hostname: 'nowhere.invalid' }, /host is not known/],
    [{ pathname: '/none' }, /no database of that name/],
    [{ search: '?sslmode=require' }, /does not support TLS/],
  ])('%o is told in one sentence', async (change, said) => {
    const url = Object.assign(new URL(databaseUrl), change)
    const client = new pg.Client({ connectionString: url.toString(), connectionTimeoutMillis: 10_000 })
    const e: unknown = await client.connect().catch((thrown: unknown) => thrown)
    await client.end().catch(() => {})
    if (said) expect(problemOf(e, null)).toMatch(said)
  })
})

it.each([
  [{ code: '28P01', message: 'password authentication failed for user "x"' }, /refuses the user name or the password/],
  [{ code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'self-signed certificate' }, /certificate is not trusted/],
  [{ code: 'ERR_TLS_CERT_ALTNAME_INVALID', message: 'x' }, /certificate is not trusted/],
  [{ code: '', message: 'timeout expired' }, /does not answer/],
  [{ code: '08P01', message: 'unsupported startup parameter: statement_timeout' }, /pool_mode = session/],
  [{ code: '08P01', message: 'transaction blocks not allowed in statement pooling mode' }, /pool_mode = session/],
  [{ code: '42501', message: 'permission denied for schema public' }, /may not make tables/],
])('%o of a server names DATABASE_URL in one sentence, also inside of drizzle’s own error', ({ code, message }, said) => {
  const driver = Object.assign(new Error(message), { code })
  const outer = new Error("Failed query: select 'words of a customer'\nparams: words of a customer", { cause: driver })
  for (const e of [driver, outer]) {
    expect(problemOf(e, null)).toMatch(said)
    expect(problemOf(e, null)).toMatch(/^DATABASE_URL [^\n]+\.$/)
    expect(problemOf(e, null)).not.toContain('words of a customer')
  }
})

it('what is no matter of the database is nobody’s sentence', () => {
  expect(problemOf(new TypeError('x is not a function'), null)).toBeNull()
  expect(problemOf(new Error('UNIQUE constraint failed'), 'file')).toBeNull()
})
