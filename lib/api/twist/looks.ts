/** What several of Twist's calls look up: the workspace they name, the people a conversation shows, where a call points. */
import type { Taken } from '@/lib/domain/conversations/taken'
import { DomainError, refuse } from '@/lib/domain/errors'
import { point } from '@/lib/domain/messages/point'
import type { TokenActor } from '@/lib/domain/tokens/resolve'
import { colleagues } from '@/lib/domain/users/colleagues'
import type { Version } from './fields'
import { conversation } from './shapes'

/** Whoever may change a conversation is shown what became of it; whoever asks who they are is told. */
export const seeing = (actor: TokenActor): TokenActor => ({ ...actor, scopes: [...actor.scopes, 'conversations:read', 'users:read'] })

/** A token is of one workspace; every other is unknown to it. */
export function here(actor: TokenActor, workspaceId: number): void {
  if (actor.workspaceId !== workspaceId) refuse('not_found', { what: 'workspace' })
}

/** Conversations as this version shows them. The oldest show names, which cost a look at the colleagues. */
export async function present(v: Version, actor: TokenActor, rows: readonly Taken[]) {
  const isNamed = v < 3 && rows.some((c) => c.kind === 'team' && c.title === '')
  const names = isNamed ? new Map((await colleagues(seeing(actor), {})).filter((u) => u.id !== actor.userId).map((u) => [u.id, u.name])) : undefined
  return rows.map((c) => conversation(v, c, names))
}

/** The index a call points at by message or position; undefined when it says neither. v1: a message must be the last. */
export async function pointed(v: Version, actor: TokenActor, conversationId: number, at: { message_id?: number; obj_index?: number }): Promise<number | undefined> {
  if (at.message_id === undefined && at.obj_index === undefined) return undefined
  const { index, last } = await point(seeing(actor), { conversationId, messageId: at.message_id, position: at.obj_index })
  if (v === 1 && at.message_id !== undefined && !last) throw new DomainError('bad_input', { field: 'message_id', problem: 'must be the last message' })
  return index
}

/** Where this server stands: APP_URL when set, else the address by which the program reached it. */
export const originOf = (request: Request): string => {
  if (process.env.APP_URL) return process.env.APP_URL.replace(/\/$/, '')
  const url = new URL(request.url)
  const scheme = request.headers.get('x-forwarded-proto')?.split(',')[0]?.trim()
  return `${scheme === 'https' || scheme === 'http' ? `${scheme}:` : url.protocol}//${url.host}`
}
