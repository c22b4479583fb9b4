/** A contact was forgotten: their picture goes, and their name out of the log. Cut off in the middle it begins again. */
import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { system } from '@/lib/domain/actor'
import { dropPictures, scrubLog } from '@/lib/domain/contacts/scrub'
import type { Handler } from './handler'

const payload = z.object({ contactId: z.number() })

export const forget: Handler = {
  attempts: 10,
  timeoutMs: 10 * 60_000,
  async run({ job, stop }) {
    const { contactId } = payload.parse(job.payload)
    const house = system(job.workspaceId)
    for (const key of await dropPictures(house, { contactId })) await blobs.delete(key)
    for (let after: number | null = 0; after !== null && !stop.aborted;) after = await scrubLog(house, { contactId, after })
    if (stop.aborted) throw new Error('the process ends before the log is gone through')
  },
}
