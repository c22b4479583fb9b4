/** What Twist's subscribers are told: the bare message, when the subscriber may see it. */
import { reader } from '@/db/client'
import { users } from '@/db/schema/users'
import { eq } from 'drizzle-orm'
import type { Actor } from '@/lib/domain/actor'
import { ifThere } from '@/lib/domain/errors'
import { saidOne } from '@/lib/domain/messages/said'
import { type Format, usualRetries } from '@/lib/domain/webhooks/plan'
import { message } from './shapes'

const KINDS: Record<string, string> = { 'message.added': 'message_added', 'message.edited': 'message_updated', 'message.removed': 'message_deleted' }

const tell: Format['tell'] = async (hook, e) => {
  const kind = KINDS[e.kind]
  if (!kind || e.messageId === null || hook.userId === null) return []
  const actor = await subscriber(hook.workspaceId, hook.userId)
  const said = actor && (await ifThere(saidOne(actor, { messageId: e.messageId })))
  if (!said) return []
  const origin = (process.env.APP_URL || `http://localhost:${process.env.PORT || 3000}`).replace(/\/$/, '')
  return [{ kind, ref: String(e.seq), body: JSON.stringify(message(said, origin)) }]
}

export const twistFormat: Format = { tell, ...usualRetries }

/** The person who subscribed, as long as they work here: they hear of what they may see and of nothing else. */
async function subscriber(workspaceId: number, userId: number): Promise<Actor | null> {
  const [u] = await (await reader()).select({ role: users.role, disabledAt: users.disabledAt }).from(users).where(eq(users.id, userId))
  return u && !u.disabledAt ? { kind: 'user', workspaceId, userId, role: u.role } : null
}
