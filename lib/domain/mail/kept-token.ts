/** What a mailbox's provider lent us for a while, kept so that a restart or another process need not ask again. Sealed at rest. */
import { eq } from 'drizzle-orm'
import { z } from 'zod'
import { seal, unseal } from '@/db/seal'
import { mailboxTokens } from '@/db/schema/mail'
import { command } from '../command'
import { query } from '../query'
import { rowId } from '../text'

const kept = z.object({ accessToken: z.string(), refreshToken: z.string() })
export type KeptToken = z.infer<typeof kept> & { expiresAt: number }

/** null for none, for one made of other settings, and for one that cannot be opened. */
export const keptToken = query(
  { permission: 'messages:receive', input: z.object({ channelId: rowId, madeOf: z.string().max(100) }) },
  async ({ db }, q): Promise<KeptToken | null> => {
    const [found] = await db.select().from(mailboxTokens).where(eq(mailboxTokens.channelId, q.channelId))
    if (!found || found.madeOf !== q.madeOf) return null
    try {
      return { ...kept.parse(unseal(found.sealed)), expiresAt: found.expiresAt.getTime() }
    } catch {
      return null
    }
  },
)

export const keepToken = command(
  {
    permission: 'messages:receive',
    input: z.object({ channelId: rowId, madeOf: z.string().max(100), accessToken: z.string().max(20_000), refreshToken: z.string().max(20_000), expiresAt: z.number() }),
  },
  async (w, { channelId, madeOf, accessToken, refreshToken, expiresAt }): Promise<void> => {
    const set = { madeOf, sealed: seal({ accessToken, refreshToken }), expiresAt: new Date(expiresAt) }
    await w.db
      .insert(mailboxTokens)
      .values({ channelId, ...set })
      .onConflictDoUpdate({ target: mailboxTokens.channelId, set })
  },
)
