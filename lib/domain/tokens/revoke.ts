import { and, eq, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { tokens } from '@/db/schema/programs'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'

/** Ends a token at once; one's own, or as an admin anybody's. Again is quiet. Throws `not_found`. */
export const revokeToken = command({ permission: 'tokens:self', input: z.object({ tokenId: rowId }) }, async (w, input) => {
  const [token] = await w.db
    .select()
    .from(tokens)
    .where(and(eq(tokens.id, input.tokenId), eq(tokens.workspaceId, w.workspaceId)))
  const admin = w.actor.kind === 'system' || (w.actor.kind === 'user' && w.actor.role === 'admin')
  if (!token || (!admin && token.userId !== personOf(w.actor))) refuse('not_found')
  await w.db
    .update(tokens)
    .set({ revokedAt: w.at })
    .where(and(eq(tokens.id, token.id), isNull(tokens.revokedAt)))
})
