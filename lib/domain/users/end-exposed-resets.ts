import { inArray } from 'drizzle-orm'
import { z } from 'zod'
import { passwordResets } from '@/db/schema/users'
import { command } from '../command'
import { hashSecret, secretInput } from './secret-link'

/** Ends the password links with these tokens: they stand in a mail that everybody on a team reads. Others are nobody's and change nothing. */
export const endExposedResets = command({ permission: 'messages:receive', input: z.object({ tokens: z.array(secretInput).max(100) }) }, async (w, { tokens }) => {
  if (tokens.length > 0) await w.db.delete(passwordResets).where(inArray(passwordResets.tokenHash, tokens.map(hashSecret)))
})
