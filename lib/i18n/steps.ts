/** The steps an admin takes at a provider. They are lists of sentences without holes, so they are read as they are. */
import type { ConnectedType } from '@/lib/channels/kinds'
import { messagesOf } from '.'
import { surroundings } from './server'

/** `before`: to have what the form asks for. `after`: once the channel exists and its address is known. */
export async function stepsOf(type: ConnectedType, when: 'before' | 'after'): Promise<string[]> {
  const { settings } = messagesOf((await surroundings()).locale, ['settings'])
  return Object.values(settings.connect.how[type][when])
}
