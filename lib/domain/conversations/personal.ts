/** Says that one user's own part changed; only that user hears of it. */
import type { Work } from '../command'
import type { EventData } from '../events'
import type { Loaded } from './load'

export function recordPersonal(w: Work, c: Loaded, userId: number, what: EventData['conversation.personal_changed']['what'], toTell?: number): void {
  w.record('conversation.personal_changed', { userId, what, ...(toTell === undefined ? {} : { toTell }) }, { conversation: c, audience: [userId] })
}
