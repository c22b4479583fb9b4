/** The person a command is about. */
import { and, eq } from 'drizzle-orm'
import { reader } from '@/db/client'
import { users } from '@/db/schema/users'
import type { Actor } from '@/lib/domain/actor'
import { Failure, maybe, UsageError, type Values, whole } from './command'
import { workspaceOption } from './workspace'

/** `--email`, with `--workspace` where the email signs in to several; or the id alone. */
export const userOptions = { email: { type: 'string' }, user: { type: 'string' }, ...workspaceOption } as const
export const USER_USAGE = '--email EMAIL [--workspace ID] | --user ID'

/** With the actor of their workspace. */
export async function findUser(values: Values) {
  const [id, email] = [maybe(values, 'user'), maybe(values, 'email')?.trim().toLowerCase()]
  if (!id && !email) throw new UsageError('--email or --user is missing')
  const max = Number.MAX_SAFE_INTEGER
  const found = await (
    await reader()
  )
    .select({ id: users.id, email: users.email, workspaceId: users.workspaceId })
    .from(users)
    .where(
      and(
        id ? eq(users.id, whole(values, 'user', { min: 1, max })) : undefined,
        email ? eq(users.email, email) : undefined,
        values.workspace === undefined ? undefined : eq(users.workspaceId, whole(values, 'workspace', { min: 1, max })),
      ),
    )
    .orderBy(users.id)
    .limit(20)
  const [user] = found
  if (!user)
    throw new Failure(`Nobody signs in ${email ? `with ${email}` : `as user ${id}`}${values.workspace === undefined ? '' : ` in workspace ${String(values.workspace)}`}.`)
  if (found.length > 1) throw new UsageError(`--workspace is missing: ${email} signs in to ${found.map((u) => u.workspaceId).join(', ')}`)
  return { user, actor: { kind: 'system', workspaceId: user.workspaceId } satisfies Actor } as const
}
