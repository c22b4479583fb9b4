/** Once a day, each workspace: away with what time has made useless. It asks for itself again, so no clock table is needed. */
import { blobs } from '@/lib/blobs'
import { system } from '@/lib/domain/actor'
import { ensureSweeps } from '@/lib/domain/jobs/schedule'
import { forgetOld, takeFailedMails, takeLooseUploads } from '@/lib/domain/jobs/tidy'
import { checkChannels } from './check-channels'
import type { Handler } from './handler'
import { pruneLog } from './prune'

const DAY = 24 * 60 * 60_000

export const sweep: Handler = {
  attempts: 5,
  timeoutMs: 10 * 60_000,
  async run({ job, stop }) {
    const house = system(job.workspaceId)
    // Before the rest of their rows forgets where their bytes are.
    for (const take of [takeFailedMails, takeLooseUploads])
      while (!stop.aborted) {
        const keys = await take(house, {})
        if (keys.length === 0) break
        // The rows are gone first: a crash here leaves bytes that nobody can reach, never a file without bytes.
        for (const key of keys) if (key) await blobs.delete(key)
      }
    if (stop.aborted) return new Date()
    await forgetOld(house, {})
    await pruneLog(house, stop)
    await checkChannels(house, stop)
    return new Date(Date.now() + DAY * (0.9 + Math.random() * 0.2))
  },
}

/** Every workspace has its sweep; the first a minute after the start, when nobody waits for it. */
export const scheduleSweeps = () => ensureSweeps(new Date(Date.now() + 60_000))
