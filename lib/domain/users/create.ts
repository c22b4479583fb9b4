import { z } from 'zod'
import { ROLES, users } from '@/db/schema/users'
import type { Actor } from '../actor'
import { command, parseInput, type Work } from '../command'
import { refuse } from '../errors'
import { email, line } from '../text'
import { requireStrong } from './password'
import { hashFor } from './shared-salt'

/** What every way in asks of a new person. */
export const person = z.object({ name: line(80), email, password: z.string().max(1000) })
const input = person.extend({ role: z.enum(ROLES).default('agent') })

/** Makes a person who can sign in at once: for the command line, where nobody accepts a link. Throws `email_taken`, `weak_password`. */
export async function createUser(actor: Actor, raw: z.input<typeof input>): Promise<{ id: number }> {
  const { password, ...who } = parseInput(input, raw)
  requireStrong(password, who)
  return keepUser(actor, { ...who, passwordHash: await hashFor(who.email, password) })
}

const stored = z.object({ name: line(80), email, role: z.enum(ROLES), passwordHash: z.string() })

const keepUser = command({ permission: 'users:manage', input: stored }, (w, who) => addUser(w, who))

/** Inserts the person, once per email and workspace whoever comes first. */
export async function addUser(w: Work, who: z.output<typeof stored>): Promise<{ id: number }> {
  const [made] = await w.db
    .insert(users)
    .values({ ...who, workspaceId: w.workspaceId })
    .onConflictDoNothing()
    .returning({ id: users.id })
  if (!made) refuse('email_taken')
  w.record('user.changed', { userId: made.id })
  return made
}
