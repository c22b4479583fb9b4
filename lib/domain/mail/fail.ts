import { z } from 'zod'
import { inboundEvents } from '@/db/schema/inbound'
import { command } from '../command'
import { moment, rowId } from '../text'

/** Keeps a mail that could not be taken in, with its bytes (`raw`: a blob's key) and the reason, for an admin to see. */
export const failMail = command(
  {
    permission: 'messages:receive',
    input: z.object({ channelId: rowId, key: z.string().max(300), at: moment, raw: z.string().max(100), error: z.string().transform((s) => s.slice(0, 500)) }),
  },
  async (w, { channelId, key, at, raw, error }): Promise<void> => {
    await w.db
      .insert(inboundEvents)
      .values({ workspaceId: w.workspaceId, channelId, key, lane: `channel:${channelId}`, type: 'mail', at: new Date(at), event: null, raw, state: 'failed', error })
      .onConflictDoNothing()
  },
)
