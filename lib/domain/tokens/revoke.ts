import { and, eq, inArray, isNull } from 'drizzle-orm'
import { z } from 'zod'
import { tokens, webhooks } from '@/db/schema/programs'
import { personOf } from '../actor'
import { command, type Work } from '../command'
import { refuse } from '../errors'
import { rowId } from '../text'
import { endEndpoints } from '../webhooks/reads'

/** Ends a token and the deliveries of its webhooks at once; one's own, or as an admin anybody's. Again is quiet. Throws `not_found`. */
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
  await endEndpoints(w.db, eq(webhooks.tokenId, token.id), w.at)
})

/** Ends all of a person's tokens, with the deliveries of their webhooks. Not a verb. */
export async function endTokens(w: Work, userId: number): Promise<number> {
  const ended = await w.db
    .update(tokens)
    .set({ revokedAt: w.at })
    .where(and(eq(tokens.userId, userId), isNull(tokens.revokedAt)))
    .returning({ id: tokens.id })
  const ids = ended.map((t) => t.id)
  if (ids.length > 0) await endEndpoints(w.db, inArray(webhooks.tokenId, ids), w.at)
  return ids.length
}
