import { createToken } from '@/lib/domain/tokens/create'
import { SCOPES } from '@/lib/domain/tokens/scopes'
import { type Command, maybe, UsageError } from '../command'
import { findUser, userOptions } from '../user'

export const tokenCreate: Command = {
  usage: 'token create (--email EMAIL [--workspace ID] | --user ID) [--scopes all|S,S…] [--name NAME] [--expires YYYY-MM-DD]',
  about: 'Makes a token with which a program acts as a person; it is printed once.',
  options: { ...userOptions, scopes: { type: 'string' }, name: { type: 'string' }, expires: { type: 'string' } },
  run: async (values) => {
    const { user, actor } = await findUser(values)
    const made = await createToken(actor, {
      userId: user.id,
      name: maybe(values, 'name') ?? 'Command line',
      scopes: scopesIn(maybe(values, 'scopes') ?? 'all'),
      expiresAt: dayIn(maybe(values, 'expires')),
    })
    const json = {
      token: made.token,
      token_id: made.id,
      workspace_id: made.workspaceId,
      tenant_id: `tenant_${made.workspaceId}`,
      user_id: made.userId,
      scopes: made.scopes,
    }
    return { json, text: `Token ${made.id} for ${user.email} (workspace ${made.workspaceId}, tenant tenant_${made.workspaceId}, user ${made.userId}):\n${made.token}` }
  },
}

function scopesIn(said: string) {
  if (said === 'all') return [...SCOPES]
  return said
    .split(/[\s,]+/)
    .filter(Boolean)
    .map((s) => SCOPES.find((known) => known === s) ?? wrong(`--scopes: "${s}" is none of ${SCOPES.join(', ')}`))
}

function dayIn(said: string | undefined): number | undefined {
  if (said === undefined) return undefined
  const at = Date.parse(`${said}T00:00:00Z`)
  return Number.isNaN(at) ? wrong(`--expires must be a day such as 2030-12-31, not "${said}"`) : at
}

function wrong(message: string): never {
  throw new UsageError(message)
}
