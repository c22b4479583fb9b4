import { z } from 'zod'
import { system } from '@/lib/domain/actor'
import { wake as wakeUp } from '@/lib/domain/conversations/wake'
import { DomainError } from '@/lib/domain/errors'
import type { Handler } from './handler'

const payload = z.object({ conversationId: z.number().int() })

/** A snoozed conversation's time has come. */
export const wake: Handler = {
  attempts: 20,
  timeoutMs: 30_000,
  async run({ job }) {
    await wakeUp(system(job.workspaceId), payload.parse(job.payload)).catch((e: unknown) => {
      // It is gone: nothing to wake.
      if (!(e instanceof DomainError && e.reason === 'not_found')) throw e
    })
  },
}
