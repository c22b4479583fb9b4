import { z } from 'zod'
import { command } from '../command'
import { rowId } from '../text'
import { loadChannel, storeChannel } from './load'
import { type Signs, signsInput, storeSigns } from './signs'

const problem = z.object({ code: z.string().max(100), message: z.string().max(1000) })

/** Says that a channel's account stopped working, or (null) works again; admins see it. Quiet when that is known. `signs`: what else was seen. */
export const setProblem = command(
  { permission: 'messages:deliver', input: z.object({ channelId: rowId, problem: problem.nullable(), signs: signsInput.optional() }) },
  async (w, input): Promise<void> => {
    const c = await loadChannel(w, input.channelId)
    const signs: Signs = input.signs ?? {}
    if (c.problem?.code === input.problem?.code && c.problem?.message === input.problem?.message) return storeSigns(w, c, signs)
    await storeChannel(w, c, { problem: input.problem && { ...input.problem, at: w.at.getTime() }, signs: { ...c.signs, ...signs } })
  },
)
