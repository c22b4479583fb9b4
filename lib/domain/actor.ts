import { refuse } from './errors'

/** Who does a thing. Never null: even the clock is somebody (`system`). */
export type Actor =
  /** `sessionId`: the browser they are signed in with. */
  | { kind: 'user'; workspaceId: number; userId: number; role: 'admin' | 'agent'; sessionId?: number }
  | { kind: 'token'; workspaceId: number; userId: number; role: 'admin' | 'agent'; tokenId: number; scopes: readonly string[] }
  | { kind: 'visitor'; workspaceId: number; channelId: number; contactId: number; visitorId: number }
  | { kind: 'channel'; workspaceId: number; channelId: number }
  | { kind: 'system'; workspaceId: number }

/** The clock and the command line, for one workspace. */
export const system = (workspaceId: number): Actor => ({ kind: 'system', workspaceId })

/** The person behind the actor, if there is one. */
export const personOf = (a: Actor): number | null => (a.kind === 'user' || a.kind === 'token' ? a.userId : null)

/** The person behind the actor; personal verbs (archive, mute, read) make sense for nobody else: `not_allowed`. */
export function requirePerson(a: Actor): number {
  return personOf(a) ?? refuse('not_allowed')
}

/** The id to write beside the actor's kind in the log. */
export const actorId = (a: Actor): number | null =>
  a.kind === 'user' || a.kind === 'token' ? a.userId : a.kind === 'visitor' ? a.contactId : a.kind === 'channel' ? a.channelId : null

/** Refuses visitors: rows, snippets and counts tell of notes and of other people. What they may see is in visitors/. */
export function requireTeam(a: Actor): void {
  if (a.kind === 'visitor') refuse('not_allowed')
}
