/** A visitor's signs of life, for the team. */
import type { VisitorActor } from '@/lib/domain/visitors/begin'
import { current } from '@/lib/domain/visitors/current'
import { presenceOf, visitorPresence } from '@/lib/realtime/hub'

/**
 * Repeat `online` every 15 s and `typing` every 3 s while it lasts; absent, it stays as it was. Nobody is told before
 * there is a conversation.
 */
export async function beat(visitor: VisitorActor, state: { online: boolean; typing?: boolean }): Promise<void> {
  const conversationId = await current(visitor, {})
  if (conversationId === null) return
  const typing = state.typing ?? presenceOf(conversationId).contactTyping
  visitorPresence({ workspaceId: visitor.workspaceId, conversationId, online: state.online, typing })
}
