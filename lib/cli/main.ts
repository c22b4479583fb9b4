/** `npm run parley -- COMMAND …`. Exit code 0: done; 1: could not be done; 2: called wrongly. With `--json` failures are JSON too, one line. */
import { parseArgs } from 'node:util'
import { closeDatabase, embeddedFile } from '@/db/client'
import { migrateDatabase } from '@/db/migrate'
import { problemOf } from '@/db/problem'
import { DomainError } from '@/lib/domain/errors'
import { readEnv, SettingError } from '@/lib/env'
import { type Command, Failure, UsageError } from './command'

/** Loaded when called: most of them need little of the others. */
const commands: Record<string, () => Promise<Command>> = {
  migrate: async () => (await import('./commands/migrate')).migrate,
  doctor: async () => (await import('./commands/doctor')).doctor,
  backup: async () => (await import('./commands/backup')).backup,
  restore: async () => (await import('./commands/restore')).restore,
  seed: async () => (await import('./commands/seed')).seed,
  'user create': async () => (await import('./commands/user-create')).userCreate,
  'user list': async () => (await import('./commands/user-list')).userList,
  'user disable': async () => (await import('./commands/user-disable')).userDisable,
  'user enable': async () => (await import('./commands/user-enable')).userEnable,
  'user reset-link': async () => (await import('./commands/user-reset-link')).userResetLink,
  'user password': async () => (await import('./commands/user-password')).userPassword,
  'token create': async () => (await import('./commands/token-create')).tokenCreate,
  'token list': async () => (await import('./commands/token-list')).tokenList,
  'token revoke': async () => (await import('./commands/token-revoke')).tokenRevoke,
  'workspace create': async () => (await import('./commands/workspace-create')).workspaceCreate,
  'workspace rename': async () => (await import('./commands/workspace-rename')).workspaceRename,
  'workspace delete': async () => (await import('./commands/workspace-delete')).workspaceDelete,
  'workspace list': async () => (await import('./commands/workspace-list')).workspaceList,
  'channel create': async () => (await import('./commands/channel-create')).channelCreate,
  'channel test': async () => (await import('./commands/channel-test')).channelTest,
  'channel list': async () => (await import('./commands/channel-list')).channelList,
  'channel update': async () => (await import('./commands/channel-update')).channelUpdate,
  'channel pause': async () => (await import('./commands/channel-pause')).channelPause,
  'channel resume': async () => (await import('./commands/channel-pause')).channelResume,
  'channel delete': async () => (await import('./commands/channel-delete')).channelDelete,
  'channel restore': async () => (await import('./commands/channel-delete')).channelRestore,
  'secrets rotate': async () => (await import('./commands/secrets-rotate')).secretsRotate,
}

async function main(args: readonly string[]): Promise<number> {
  const words = args.slice(0, 2).filter((a) => !a.startsWith('-'))
  const name = [words.join(' '), words[0] ?? ''].find((n) => Object.hasOwn(commands, n))
  const load = name === undefined ? undefined : commands[name]
  if (name === undefined || !load) {
    if (args.includes('--help') || args.includes('-h') || args[0] === 'help') return say(await overview())
    const said = words.length > 0 ? `There is no command "${words.join(' ')}".` : 'A command is missing.'
    if (args.includes('--json')) return (console.log(JSON.stringify({ error: { message: said, code: 'invalid', reason: 'usage' } })), 2)
    return complain(`${said}\n\n${await overview()}`)
  }
  const command = await load()
  try {
    const { values } = parseArgs({
      args: args.slice(name.split(' ').length),
      options: { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals: false,
    })
    if (values.help) return say(`${command.about}\n\nparley ${command.usage} [--json]`)
    // Nobody signs in here, so the secret that sessions need is not asked for.
    readEnv({ ...process.env, AUTH_SECRET: process.env.AUTH_SECRET || 'the command line signs nobody in, so any will do' })
    if (command.migrates !== false) await migrateDatabase()
    const answer = await command.run(values)
    console.log(values.json ? JSON.stringify(answer.json) : answer.text)
    return answer.failed ? 1 : 0
  } catch (e) {
    const { exit, message, ...rest } = failureOf(e)
    if (args.includes('--json')) return (console.log(JSON.stringify({ error: { message, ...rest } })), exit)
    return exit === 2 ? complain(`${message}\n\nparley ${command.usage} [--json]`) : fail(message)
  } finally {
    await closeDatabase()
  }
}

type Told = { exit: number; code: string; reason: string; message: string; data?: Record<string, unknown> }

function failureOf(e: unknown): Told {
  if (e instanceof UsageError || isParseError(e)) return { exit: 2, code: 'invalid', reason: 'usage', message: e.message }
  if (e instanceof Failure || e instanceof SettingError) return { exit: 1, code: 'refused', reason: 'refused', message: e.message }
  if (e instanceof DomainError) {
    const { code, reason, data } = e
    const names = Array.isArray(data.fields) ? ` (${data.fields.join(', ')})` : ''
    return { exit: 1, code, reason, data, message: reason === 'bad_input' ? `${String(data.field)}: ${String(data.problem)}` : e.message + names }
  }
  const problem = problemOf(e, embeddedFile())
  if (problem !== null) return { exit: 1, code: 'failed', reason: 'database_problem', message: problem }
  return {
    exit: 1,
    code: 'failed',
    reason: 'unexpected',
    message: e instanceof Error ? `${e.message}${e.cause instanceof Error ? ` (${e.cause.message})` : ''}` : String(e),
  }
}

const isParseError = (e: unknown): e is Error => e instanceof Error && 'code' in e && String(e.code).startsWith('ERR_PARSE_ARGS')

async function overview(): Promise<string> {
  const all = await Promise.all(Object.values(commands).map((load) => load()))
  const width = Math.max(...all.map((c) => c.usage.length))
  return [
    'npm run parley -- COMMAND [--json] [--help]',
    '',
    ...all.map((c) => (c.usage.length > 60 ? `  ${c.usage}\n  ${' '.repeat(4)}${c.about}` : `  ${c.usage.padEnd(Math.min(width, 60))}  ${c.about}`)),
  ].join('\n')
}

const say = (text: string) => (console.log(text), 0)
const fail = (text: string) => (console.error(text), 1)
const complain = (text: string) => (console.error(text), 2)

process.exitCode = await main(process.argv.slice(2))
