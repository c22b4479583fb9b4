/** Drafts of a release in which one person had one draft of a conversation, brought to the schema of today. */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Database from 'better-sqlite3'
import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { z } from 'zod'
import { dialect } from './columns/dialect'

const LAST_BEFORE = '0019_true_times'
const isPostgres = dialect === 'postgres'
const root = mkdtempSync(join(tmpdir(), 'parley-drafts-'))
const was = { url: process.env.DATABASE_URL, dir: process.env.DATA_DIR, root: process.env.PARLEY_ROOT }
const name = `old_${crypto.randomUUID().replaceAll('-', '')}`
const other = isPostgres ? Object.assign(new URL(was.url ?? ''), { pathname: `/${name}` }).href : ''

beforeAll(async () => {
  if (!isPostgres) return void (process.env.DATA_DIR = root)
  await on(was.url ?? '', `create database ${name}`)
  process.env.DATABASE_URL = other
})
afterAll(async () => {
  Object.assign(process.env, isPostgres ? { DATABASE_URL: was.url } : { DATA_DIR: was.dir })
  if (was.root === undefined) delete process.env.PARLEY_ROOT
  else process.env.PARLEY_ROOT = was.root
  if (isPostgres) await on(was.url ?? '', `drop database ${name} with (force)`)
  rmSync(root, { recursive: true, force: true })
})

async function on(url: string, statement: string): Promise<Record<string, unknown>[]> {
  const c = new pg.Client({ connectionString: url })
  await c.connect()
  const { rows } = await c.query(statement).finally(() => c.end())
  return rows
}

/** One statement on the old database, in words that both engines read. */
async function run(statement: string): Promise<Record<string, unknown>[]> {
  if (isPostgres) return on(other, statement)
  const c = new Database(join(root, 'parley.db'))
  c.pragma('foreign_keys = ON')
  try {
    const prepared = c.prepare(statement)
    return prepared.reader ? z.array(z.record(z.string(), z.unknown())).parse(prepared.all()) : (prepared.run(), [])
  } finally {
    c.close()
  }
}

/** What the release before knew: its folder of migrations ends where it ended. */
function oldRelease(): string {
  const folder = join(root, 'db/migrations', dialect)
  cpSync(resolve('db/migrations', dialect), folder, { recursive: true })
  const file = join(folder, 'meta/_journal.json')
  const journal = z.looseObject({ entries: z.array(z.looseObject({ tag: z.string() })) }).parse(JSON.parse(readFileSync(file, 'utf8')))
  const end = journal.entries.findIndex((e) => e.tag === LAST_BEFORE)
  writeFileSync(file, JSON.stringify({ ...journal, entries: journal.entries.slice(0, end + 1) }))
  return root
}

async function migrate(): Promise<void> {
  vi.resetModules()
  const { migrateDatabase } = await import('./migrate')
  await migrateDatabase()
}

it('keeps each with its mode, words and files; who had one may have another, and what refers to conversations stays', async () => {
  const at = isPostgres ? `'2026-11-01T10:00:00.123Z'` : String(Date.parse('2026-11-01T10:00:00.123Z'))
  process.env.PARLEY_ROOT = oldRelease()
  await migrate()
  await run(`insert into workspaces (id, name, created_at) values (1, 'Old', ${at})`)
  for (const [id, who] of ['ana', 'ben'].entries())
    await run(`insert into users (id, workspace_id, email, name, preferences, created_at) values (${id + 1}, 1, '${who}@x.example', '${who}', '{}', ${at})`)
  for (const id of [1, 2])
    await run(
      `insert into conversations (id, workspace_id, kind, members, member_key, last_activity_at, created_at) values (${id}, 1, 'team', '[1,2]', 'key${id}', ${at}, ${at})`,
    )
  await run(`insert into messages (id, workspace_id, conversation_id, "index", kind, body, meta, created_at) values (1, 1, 1, 0, 'note', 'Stays', '{}', ${at})`)
  const old = [
    [1, 1, 'reply', 'A reply — with “marks”', '[5,6]', `'{"html":"<b>A</b>"}'`],
    [1, 2, 'note', 'A note', '[]', 'null'],
    [2, 1, 'reply', '', '[7]', 'null'],
  ] as const
  for (const [conversation, user, mode, body, files, more] of old)
    await run(
      `insert into drafts (conversation_id, user_id, mode, body, attachment_ids, more, updated_at) values (${conversation}, ${user}, '${mode}', '${body}', '${files}', ${more}, ${at})`,
    )

  await expect(run('select drafts.key from drafts')).rejects.toThrow(/key/)

  delete process.env.PARLEY_ROOT
  await migrate()
  // Twice is once.
  await migrate()
  const parsed = (v: unknown): unknown => (typeof v === 'string' ? JSON.parse(v) : v)
  const now = (await run('select * from drafts order by conversation_id, user_id')).map((d) => ({
    at: [Number(d.conversation_id), Number(d.user_id), d.mode],
    key: d.key,
    body: d.body,
    files: parsed(d.attachment_ids),
    more: parsed(d.more),
    time: d.updated_at instanceof Date ? d.updated_at.getTime() : Number(d.updated_at),
  }))
  const time = Date.parse('2026-11-01T10:00:00.123Z')
  expect(now).toEqual([
    { at: [1, 1, 'reply'], key: null, body: 'A reply — with “marks”', files: [5, 6], more: { html: '<b>A</b>' }, time },
    { at: [1, 2, 'note'], key: null, body: 'A note', files: [], more: null, time },
    { at: [2, 1, 'reply'], key: null, body: '', files: [7], more: null, time },
  ])
  expect((await run('select body from messages')).map((m) => m.body)).toEqual(['Stays'])
  await run(`insert into drafts (conversation_id, user_id, mode, body, attachment_ids, updated_at) values (1, 1, 'note', 'Beside it', '[]', ${at})`)
  await expect(run(`insert into drafts (conversation_id, user_id, mode, body, attachment_ids, updated_at) values (1, 1, 'note', 'Twice', '[]', ${at})`)).rejects.toThrow(
    /unique/i,
  )
  // The keys to conversations and users hold: with them goes what was begun.
  await run('delete from conversations where id = 2')
  await run('delete from users where id = 2')
  expect((await run('select mode, body from drafts order by mode')).map((d) => [d.mode, d.body])).toEqual([
    ['note', 'Beside it'],
    ['reply', 'A reply — with “marks”'],
  ])
})
