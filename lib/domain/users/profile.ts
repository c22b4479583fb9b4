import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { type Preferences, users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { command } from '../command'
import { refuse } from '../errors'
import { query } from '../query'
import { line } from '../text'

export type Me = { id: number; name: string; email: string; role: 'admin' | 'agent'; preferences: Preferences; workspace: { id: number; name: string; isDemo: boolean } }

/** The person themselves. */
export const me = query({ permission: 'users:self', input: z.object({}).optional() }, async ({ db, actor }): Promise<Me> => {
  if (actor.kind !== 'user') refuse('not_allowed')
  const [found] = await db
    .select({ user: users, workspace: workspaces })
    .from(users)
    .innerJoin(workspaces, eq(workspaces.id, users.workspaceId))
    .where(and(eq(users.id, actor.userId), eq(users.workspaceId, actor.workspaceId)))
  if (!found) refuse('not_found')
  const { user, workspace } = found
  return {
    id: user.id,
    name: user.name,
    email: user.email,
    role: user.role,
    preferences: user.preferences,
    workspace: { id: workspace.id, name: workspace.name, isDemo: workspace.isDemo },
  }
})

/** Known to this runtime, so that every date can be shown in it. */
export const isTimeZone = (zone: string) => {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: zone }))
  } catch {
    return false
  }
}

const preferences = z.object({
  locale: z.enum(['en', 'es']),
  theme: z.enum(['light', 'dark', 'system']),
  shortcuts: z.boolean(),
  timeZone: z.string().max(60).refine(isTimeZone, 'unknown time zone'),
  /** Hours of a day; absent as the browser's region has it. */
  clock: z.enum(['12', '24']),
})

/** Changes one's own name and preferences; what is absent stays, `null` goes back to the default. */
export const changeProfile = command(
  {
    permission: 'users:self',
    input: z.object({
      name: line(80).optional(),
      preferences: z
        .object({
          locale: preferences.shape.locale.nullish(),
          theme: preferences.shape.theme.nullish(),
          shortcuts: preferences.shape.shortcuts.nullish(),
          timeZone: preferences.shape.timeZone.nullish(),
          clock: preferences.shape.clock.nullish(),
        })
        .optional(),
    }),
  },
  async (w, input) => {
    if (w.actor.kind !== 'user') refuse('not_allowed')
    const mine = and(eq(users.id, w.actor.userId), eq(users.workspaceId, w.workspaceId))
    const [before] = await w.db.select().from(users).where(mine)
    if (!before) refuse('not_found')
    const name = input.name ?? before.name
    const chosen = merge(before.preferences, input.preferences ?? {})
    if (name === before.name && JSON.stringify(chosen) === JSON.stringify(before.preferences)) return
    await w.db.update(users).set({ name, preferences: chosen }).where(mine).returning({ id: users.id })
    // Colleagues see the name; the rest only this person's other tabs need to know.
    w.record('user.changed', { userId: before.id }, name === before.name ? { audience: [before.id] } : {})
  },
)

type Change = { [K in keyof Preferences]?: Preferences[K] | null }

function merge(before: Preferences, change: Change): Preferences {
  const said = Object.entries(change).filter(([, value]) => value !== undefined)
  return Object.fromEntries(Object.entries({ ...before, ...Object.fromEntries(said) }).filter(([, value]) => value !== null))
}
