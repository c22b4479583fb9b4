/** Which workspace a command is about. */
import { system } from '@/lib/domain/actor'
import { allWorkspaces } from '@/lib/domain/workspaces/create'
import { Failure, UsageError, type Values, whole } from './command'

export const workspaceOption = { workspace: { type: 'string' } } as const

/** `--workspace`, or the only one there is. */
export async function workspaceOf(values: Values): Promise<number> {
  const all = await allWorkspaces()
  if (values.workspace !== undefined) {
    const id = whole(values, 'workspace', { min: 1, max: Number.MAX_SAFE_INTEGER })
    if (!all.some((w) => w.id === id)) throw new Failure(`There is no workspace ${id}.`)
    return id
  }
  const [only] = all
  if (!only) throw new Failure('There is no workspace yet: make one with `workspace create --name NAME`.')
  if (all.length > 1)
    throw new UsageError(
      `--workspace is missing: there are several (${all
        .slice(0, 10)
        .map((w) => `${w.id} ${w.name}`)
        .join(', ')})`,
    )
  return only.id
}

/** The command line acts as the house. */
export const house = async (values: Values) => system(await workspaceOf(values))
