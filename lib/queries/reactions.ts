/** One person's reaction put into the opened conversation before the server has answered. */
import type { QueryClient } from '@tanstack/react-query'
import type { MessageView } from '@/lib/domain/messages/view'
import { keys } from './keys'
import { type Opened, putMessage } from './thread-merge'

/** The message with `userId`'s emoji on it or off it; the same one when it is so already. Pure. */
export function withReaction(m: MessageView, emoji: string, userId: number, isOn: boolean): MessageView {
  const { [emoji]: by = [], ...others } = m.reactions ?? {}
  if (by.includes(userId) === isOn) return m
  const now = isOn ? [...by, userId].sort((a, b) => a - b) : by.filter((id) => id !== userId)
  const { reactions: _, ...bare } = m
  const all = now.length > 0 ? { ...m.reactions, [emoji]: now } : others
  return Object.keys(all).length > 0 ? { ...bare, reactions: all } : bare
}

/** Shows it; quiet when the message is not on hand. */
export function showReaction(client: QueryClient, m: Pick<MessageView, 'id' | 'conversationId'>, emoji: string, userId: number, isOn: boolean): void {
  client.setQueryData<Opened>(keys.conversation(m.conversationId), (have) => {
    const message = have?.thread.messages.find((x) => x.id === m.id)
    const thread = have && message && putMessage(have.thread, withReaction(message, emoji, userId, isOn))
    return have && thread ? { ...have, thread } : have
  })
}
