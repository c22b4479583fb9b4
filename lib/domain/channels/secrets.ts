/** Which settings are secret, how they are kept apart from the rest, and when they must be given again. Not a verb. */
import { seal, unseal } from '@/db/seal'
import type { channels, ChannelType } from '@/db/schema/channels'
import type { Setting } from '@/lib/channels/kind'
import { kindOf } from '@/lib/channels/kinds'

type Settings = Record<string, unknown>
type Stored = Pick<typeof channels.$inferSelect, 'settings' | 'secrets'>

/** Never shown again once set. */
const isSecret = (field: Setting | undefined): boolean => field?.form === 'secret' || field?.hidden === true

/** A channel's settings with its secrets, for the adapter alone. Throws when the key that sealed them is gone. */
export function wholeSettings(c: Stored): Settings {
  if (c.secrets === null) return c.settings
  const opened = unseal(c.secrets)
  return { ...c.settings, ...(typeof opened === 'object' && opened !== null ? opened : {}) }
}

/** The same for a change: secrets that nobody can open any more count as not set, so that they can be entered anew. */
export function openSettings(c: Stored): { whole: Settings; isLocked: boolean } {
  try {
    return { whole: wholeSettings(c), isLocked: false }
  } catch {
    return { whole: c.settings, isLocked: true }
  }
}

/** As they are stored: what may be read, and what is sealed. */
export function parted(type: ChannelType, whole: Settings): { settings: Settings; secrets: string | null } {
  const { fields } = kindOf(type)
  const pick = (want: boolean) => Object.fromEntries(Object.entries(whole).filter(([name]) => isSecret(fields[name]) === want))
  const hidden = pick(true)
  return { settings: pick(false), secrets: Object.keys(hidden).length > 0 ? seal(hidden) : null }
}

/** Whether a secret stands among the settings that are not sealed. */
export const hasPlainSecret = (type: ChannelType, settings: Settings): boolean => Object.keys(settings).some((name) => isSecret(kindOf(type).fields[name]))

/** The names of the secrets that are set. */
export const keptSecrets = (type: ChannelType, whole: Settings): string[] =>
  Object.entries(kindOf(type).fields).flatMap(([name, f]) => (isSecret(f) && isSet(whole[name]) ? [name] : []))

const isSet = (value: unknown): boolean => value !== undefined && value !== null && value !== ''

/**
 * What changes when secrets would be sent elsewhere than where they were meant for. `again`: secrets that were not said
 * anew. `made`: those that are ours to make anew. `moved`: the settings that say so.
 */
export function sentElsewhere(type: ChannelType, before: Settings, after: Settings, said: Settings): { again: string[]; made: string[]; moved: string[] } {
  const { fields } = kindOf(type)
  const out = { again: [] as string[], made: [] as string[], moved: new Set<string>() }
  for (const [name, f] of Object.entries(fields)) {
    if (!f.sentTo || !isSet(before[name]) || isSet(said[name])) continue
    const moved = f.sentTo.filter((at) => isElsewhere(fields[at], before[at], after[at]))
    if (moved.length === 0) continue
    if (f.made) out.made.push(name)
    else {
      out.again.push(name)
      for (const m of moved) out.moved.add(m)
    }
  }
  return { ...out, moved: [...out.moved] }
}

/** Another server, or a less safe way to the same one. What was never set stood on its default. */
function isElsewhere(field: Setting | undefined, before: unknown, after: unknown): boolean {
  const was = before ?? field?.schema.safeParse(undefined).data
  if (!field?.safestFirst) return was !== after
  return (field.options ?? []).indexOf(String(after)) > (field.options ?? []).indexOf(String(was))
}
