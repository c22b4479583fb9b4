import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadChannel, storeChannel } from './load'

/** Says that a channel's account stopped working, or (null) works again; admins see it. Quiet when that is known. */
export const setProblem = command(
  { permission: 'messages:deliver', input: z.object({ channelId: rowId, problem: z.object({ code: z.string().max(100), message: z.string().max(1000) }).nullable() }) },
  async (w, { channelId, problem }): Promise<void> => {
    const c = await loadChannel(w, channelId)
    if (c.problem?.code === problem?.code && c.problem?.message === problem?.message) return
    await storeChannel(w, c, { problem: problem && { ...problem, at: w.at.getTime() } })
  },
)
