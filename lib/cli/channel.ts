/** What the commands about channels share. */
import { ensureDemo } from '@/lib/host/demo'
import { maybe, UsageError, type Values, whole } from './command'

export const channelOption = { channel: { type: 'string' } } as const
export const channelOf = (values: Values): number => whole(values, 'channel', { min: 1, max: Number.MAX_SAFE_INTEGER })

/** `--settings`, with names as we write them or with underscores, as many providers do. */
export function settingsIn(values: Values): Record<string, unknown> | undefined {
  const said = maybe(values, 'settings')
  if (said === undefined) return undefined
  let parsed: unknown
  try {
    parsed = JSON.parse(said)
  } catch {
    throw new UsageError('--settings must be JSON, such as {"botToken":"…"}')
  }
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) throw new UsageError('--settings must be a JSON object')
  return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name.replace(/_([a-z])/g, (_, c: string) => c.toUpperCase()), value]))
}

/** Before the first start there is no workspace: then the one is made that it would make. */
export const ensureWorkspace = async (): Promise<void> => void (await ensureDemo())
