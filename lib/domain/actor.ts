/** Who does a thing. Never null: even the clock is somebody (`system`). */
export type Actor =
  | { kind: 'user'; workspaceId: number; userId: number; role: 'admin' | 'agent' }
  | { kind: 'token'; workspaceId: number; userId: number; role: 'admin' | 'agent'; tokenId: number; scopes: readonly string[] }
  | { kind: 'visitor'; workspaceId: number; channelId: number; contactId: number; visitorId: number }
  | { kind: 'channel'; workspaceId: number; channelId: number }
  | { kind: 'system'; workspaceId: number }

/** The clock and the command line, for one workspace. */
export const system = (workspaceId: number): Actor => ({ kind: 'system', workspaceId })

/** The person behind the actor, if there is one. */
export const personOf = (a: Actor): number | null => (a.kind === 'user' || a.kind === 'token' ? a.userId : null)

/** The person behind the actor; personal verbs (archive, mute, read) make sense for nobody else. */
export function requirePerson(a: Actor): number {
  const id = personOf(a)
  if (id === null) throw new Error(`a ${a.kind} has no personal state`)
  return id
}

/** The id to write beside the actor's kind in the log. */
export const actorId = (a: Actor): number | null =>
  a.kind === 'user' || a.kind === 'token' ? a.userId : a.kind === 'visitor' ? a.contactId : a.kind === 'channel' ? a.channelId : null
