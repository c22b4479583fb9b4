/** Keeps the event log as long as its readers need it, and no longer. */
import { type Actor, system } from '@/lib/domain/actor'
import { pruneEvents } from '@/lib/domain/workspaces/prune'
import type { Handler } from './handler'

export const prune: Handler = {
  attempts: 5,
  timeoutMs: 5 * 60_000,
  async run({ job, stop }) {
    await pruneLog(system(job.workspaceId), stop)
  },
}

/** Bite by bite, so that writers come between. */
export async function pruneLog(house: Actor, stop: AbortSignal): Promise<void> {
  while (!stop.aborted && (await pruneEvents(house, {})));
}
