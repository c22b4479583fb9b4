import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

let dir: string
beforeAll(() => void (dir = mkdtempSync(join(tmpdir(), 'parley-cli-'))))
afterAll(() => rmSync(dir, { recursive: true, force: true }))

/** Runs the command line on a data folder of its own. */
const parley = (...args: string[]) =>
  new Promise<{ code: number; out: string }>((done) => {
    const env = { ...process.env, DATA_DIR: dir, DATABASE_URL: '', APP_URL: 'https://inbox.example', CHANNEL_SECRETS_KEY: '' }
    const child = execFile(process.execPath, ['--import', 'tsx', 'lib/cli/main.ts', ...args], { env }, (_, out) => done({ code: child.exitCode ?? 0, out }))
  })
const json = async (...args: string[]) => {
  const { code, out } = await parley(...args, '--json')
  expect(out.trimEnd().split('\n')).toHaveLength(1)
  return { code, said: JSON.parse(out) }
}

describe('channels on the command line', () => {
  it('before the first start: one is made, changed, paused and deleted, each answer one JSON object', async () => {
    const { said: made } = await json(
      'channel',
      'create',
      '--type',
      'sms',
      '--name',
      'Texts',
      '--settings',
      '{"account_sid":"AC1","auth_token":"secret-word","from":"+15550009999"}',
    )
    expect(made).toMatchObject({ channel_id: expect.any(Number), webhook_url: expect.stringMatching(/^https:\/\/inbox\.example\/api\/webhooks\/sms\/[\w-]{16}$/) })
    expect(JSON.stringify(made)).not.toContain('secret-word')
    const channel = ['--channel', String(made.channel_id)]

    const moved = await json('channel', 'update', ...channel, '--settings', '{"base_url":"https://elsewhere.example"}')
    expect(moved).toMatchObject({ code: 1, said: { error: { reason: 'secrets_again', data: { fields: ['authToken'] } } } })
    expect(await json('channel', 'update', ...channel, '--name', 'Our texts')).toMatchObject({ code: 0, said: { name: 'Our texts' } })
    expect(await json('channel', 'pause', ...channel)).toMatchObject({ code: 0, said: { state: 'paused' } })
    expect((await json('channel', 'list')).said.find((c: { id: number }) => c.id === made.channel_id)).toMatchObject({ name: 'Our texts', disabled: true })
    expect(await json('channel', 'delete', ...channel, '--name', 'Texts')).toMatchObject({ code: 1, said: { error: { reason: 'name_differs' } } })
    expect(await json('channel', 'delete', ...channel, '--name', 'Our texts')).toMatchObject({ code: 0, said: { state: 'deleted' } })
    expect((await json('channel', 'list')).said.map((c: { id: number }) => c.id)).not.toContain(made.channel_id)
    expect(await json('channel', 'restore', ...channel)).toMatchObject({ code: 0 })
    expect(await json('secrets', 'rotate')).toMatchObject({ code: 0, said: { key: 'kept', locked: [] } })
  }, 60_000)

  it('says in JSON what was called wrongly', async () => {
    expect(await json('channel', 'create', '--type', 'pigeon')).toMatchObject({ code: 2, said: { error: { reason: 'usage' } } })
    expect(await json('channel', 'create', '--type', 'sms', '--settings', '{oops')).toMatchObject({ code: 2, said: { error: { reason: 'usage' } } })
    expect(await json('channel', 'create', '--type', 'sms', '--settings', '{"from":"1"}')).toMatchObject({ code: 1, said: { error: { reason: 'bad_input' } } })
    expect(await json('channel', 'test', '--channel', '999')).toMatchObject({ code: 1, said: { error: { code: 'missing' } } })
  }, 60_000)
})
