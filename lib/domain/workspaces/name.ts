import { eq, sql } from 'drizzle-orm'
import { reader } from '@/db/client'
import { prepared } from '@/db/prepared'
import { workspaces } from '@/db/schema/workspaces'

/** A workspace's name, which is no secret: visitors are told whose chat they write in. '' for none. */
export async function workspaceName(id: number): Promise<string> {
  const [w] = await prepared(await reader(), 'workspace:name', (d, name) =>
    d
      .select({ name: workspaces.name })
      .from(workspaces)
      .where(eq(workspaces.id, sql.placeholder('id')))
      .prepare(name),
  ).execute({ id })
  return w?.name ?? ''
}
