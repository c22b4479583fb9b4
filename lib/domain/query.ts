/** The reading twin of `command`: checks the actor, parses, and gives the reading door. */
import type { z } from 'zod'
import { reader } from '@/db/client'
import type { Read } from '@/db/doors'
import type { Actor } from './actor'
import { parseInput } from './command'
import { refuse } from './errors'
import { lacksRole, type Permission, may } from './policy'

/** Makes a question: `(actor, input) => answer`. Reads committed data, or the open transaction's own inside one. */
export function query<S extends z.ZodType, R>(spec: { permission: Permission; input: S }, work: (q: { db: Read; actor: Actor }, input: z.output<S>) => Promise<R>) {
  return async (actor: Actor, raw: z.input<S>): Promise<R> => {
    if (!may(actor, spec.permission)) refuse('not_allowed', { permission: spec.permission, needsAdmin: lacksRole(actor, spec.permission) })
    const input = parseInput(spec.input, raw)
    return work({ db: await reader(), actor }, input)
  }
}
