/** Reactions, typing, edits and removals. In a business account's chats other calls do the same, and nobody can react. */
import type { Act, Fault, Party } from '../channel'
import { isFault } from '../http'
import { bot } from './bot'
import { chatOf, readId, ways } from './ids'
import type { TelegramSettings } from './settings'

export async function act(a: Act, to: Party, s: TelegramSettings, stop: AbortSignal): Promise<Fault | null> {
  const wanted = callOf(a, to)
  if (wanted === null || 'class' in wanted) return wanted
  const answer = await bot(s, wanted.method, wanted.body, stop)
  return isFault(answer) && !isSoAlready(answer) ? answer : null
}

/** It is as we want it to be: done before, or the customer did it themselves. */
const isSoAlready = (f: Fault) => f.class === 'permanent' && /message is not modified|message to delete not found/i.test(f.message)

function callOf(a: Act, to: Party): { method: string; body: Record<string, unknown> } | Fault | null {
  if (a.type === 'typing') return typing(a.on, to)
  const { chat, message, via } = readId(a.externalId)
  const at = { chat_id: chat, message_id: message }
  switch (a.type) {
    case 'read':
      return via ? { method: 'readBusinessMessage', body: { ...at, ...ways(via) } } : null
    case 'react':
      if (via) return { class: 'permanent', code: 'business', message: 'cannot_react_here' }
      return { method: 'setMessageReaction', body: { ...at, reaction: a.emoji ? [{ type: 'emoji', emoji: a.emoji.replaceAll('\uFE0F', '') }] : [] } }
    case 'edit':
      return { method: 'editMessageText', body: { ...at, text: a.text, ...ways(via) } }
    case 'delete':
      return via ? { method: 'deleteBusinessMessages', body: { ...ways(via), message_ids: [message] } } : { method: 'deleteMessage', body: at }
  }
}

/** In a channel's direct messages there is no such call. */
function typing(on: boolean, to: Party): { method: string; body: Record<string, unknown> } | null {
  const at = chatOf(to.address)
  return on && at.direct_messages_topic_id === undefined ? { method: 'sendChatAction', body: { ...at, action: 'typing', ...ways(to.via) } } : null
}
