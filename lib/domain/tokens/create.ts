import { createHash, randomBytes } from 'node:crypto'
import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { tokens } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { line, moment, rowId } from '../text'
import { SCOPES } from './scopes'

export const tokenInput = z.object({
  name: line(80),
  scopes: z.array(z.enum(SCOPES)).min(1).max(SCOPES.length),
  /** Unix ms; absent: until revoked. */
  expiresAt: moment.optional(),
  /** For whom; only the house says this, a person makes their own. */
  userId: rowId.optional(),
})

export type MadeToken = { id: number; token: string; userId: number; workspaceId: number; scopes: string[] }

/** The stored form of a secret. Secrets are 256 random bits, so one fast hash is enough. */
export const hashOf = (secret: string) => createHash('sha256').update(secret).digest('hex')

/** Makes a token. The secret (`s7_api_…`) is in the answer and nowhere else. Throws `time_is_past`, `not_found`. */
export const createToken = command({ permission: 'tokens:self', input: tokenInput }, async (w, input): Promise<MadeToken> => {
  const userId = personOf(w.actor) ?? input.userId ?? refuse('not_found')
  const [user] = await w.db
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.id, userId), eq(users.workspaceId, w.workspaceId), isNull(users.disabledAt)))
  if (!user) refuse('not_found')
  if (input.expiresAt !== undefined && input.expiresAt <= w.at.getTime()) refuse('time_is_past')
  const token = `s7_api_${randomBytes(32).toString('base64url')}`
  const scopes = [...new Set(input.scopes)]
  const [made] = await w.db
    .insert(tokens)
    .values({
      workspaceId: w.workspaceId,
      userId,
      name: input.name,
      hash: hashOf(token),
      tail: token.slice(-4),
      scopes,
      expiresAt: input.expiresAt === undefined ? null : new Date(input.expiresAt),
    })
    .returning({ id: tokens.id })
  if (!made) throw new Error('insert returned nothing')
  return { id: made.id, token, userId, workspaceId: w.workspaceId, scopes }
})
