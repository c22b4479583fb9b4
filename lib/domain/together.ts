import { z } from 'zod'
import type { Actor } from './actor'
import { command } from './command'

/** Several verbs as one change: all of them or none, one transaction, announced once. The verbs check for themselves. */
export const together = <R>(actor: Actor, work: () => Promise<R>): Promise<R> =>
  command({ permission: 'conversations:read', input: z.object({}) }, () => work())(actor, {})
