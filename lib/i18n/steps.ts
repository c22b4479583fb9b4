/** The steps an admin takes at a provider, with their words. */
import type { Step } from '@/lib/channels/kind'
import type { ConnectedType } from '@/lib/channels/kinds'
import { stepsOf } from '@/lib/channels/steps'
import { messagesOf } from '.'
import { surroundings } from './server'

export type SaidStep = Step & { words: string }

/** They are sentences without holes, so they are read as they are. */
export async function saidSteps(type: ConnectedType, when: Step['when'], settings: Record<string, unknown> = {}): Promise<SaidStep[]> {
  const words: Record<string, string> = messagesOf((await surroundings()).locale, ['settings']).settings.connect.how[type]
  return stepsOf(type, when, settings).map((s) => ({ ...s, words: words[s.name] ?? '' }))
}
