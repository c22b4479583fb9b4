import { randomBytes } from 'node:crypto'
import { makeSample } from '@/lib/domain/workspaces/make-sample'
import { isInUse } from '@/lib/domain/workspaces/create'
import { env } from '@/lib/env'
import { type Command, maybe, UsageError, whole } from '../command'

export const seed: Command = {
  usage: 'seed --conversations N --messages M --agents K --seed S [--password P] [--until ISO-TIME] [--yes]',
  about:
    'Makes a workspace full of believable conversations; the same options make the same ones (times count back from --until, default now). Where people work already, only with --yes.',
  options: {
    conversations: { type: 'string' },
    messages: { type: 'string' },
    agents: { type: 'string' },
    seed: { type: 'string' },
    password: { type: 'string' },
    until: { type: 'string' },
    yes: { type: 'boolean' },
  },
  run: async (values) => {
    const conversations = whole(values, 'conversations', { min: 1, max: 1_000_000, fallback: 200 })
    const messages = whole(values, 'messages', { min: 1, max: 10_000_000, fallback: conversations * 8 })
    if (messages < conversations) throw new UsageError(`--messages must be at least --conversations: every conversation has one`)
    const agents = whole(values, 'agents', { min: 1, max: 400, fallback: 5 })
    const number = whole(values, 'seed', { min: 0, max: 2 ** 32 - 1, fallback: 1 })
    const until = maybe(values, 'until')
    const now = until === undefined ? Date.now() : Date.parse(until)
    if (Number.isNaN(now)) throw new UsageError(`--until must be a time such as 2026-01-31T12:00:00Z, not "${until}"`)
    if (values.yes !== true && (env.databaseUrl !== null || (await isInUse())))
      throw new UsageError(
        'This database is in use, or DATABASE_URL names it: seed would put made-up conversations and an admin into it. Add --yes if you mean that; `workspace delete` takes them away again.',
      )
    const password = maybe(values, 'password') ?? randomBytes(9).toString('base64url')

    const began = performance.now()
    const tell = progress()
    const sample = await makeSample({ seed: number, conversations, messages, agents, now, password }, tell)
    const seconds = Math.round((performance.now() - began) / 100) / 10
    return {
      json: { ...sample, password, seconds },
      text: `Workspace ${sample.workspaceId}: ${sample.conversations} conversations, ${sample.messages} messages, ${sample.contacts} contacts in ${seconds} s.\nSign in as ${sample.adminEmail} or ${sample.agentEmails[0] ?? ''} with ${password}`,
    }
  },
}

/** One line on a terminal, rewritten; silent for programs. */
function progress(): (done: number, of: number) => void {
  if (!process.stderr.isTTY) return () => {}
  return (done, of) => process.stderr.write(`\r${done} of ${of} messages${done === of ? '\n' : ''}`)
}
