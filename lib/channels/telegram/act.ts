/** Reactions, typing, edits and removals. In a business account's chats other calls do the same, and nobody can react. */
import type { Act, Fault, Party } from '../channel'
import { isFault } from '../http'
import { bot } from './bot'
import { readId } from './ids'
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
  if (a.type === 'typing') return a.on ? { method: 'sendChatAction', body: { chat_id: to.address, action: 'typing', ...business(to.via) } } : null
  const { chat, message, via } = readId(a.externalId)
  const at = { chat_id: chat, message_id: message }
  switch (a.type) {
    case 'read':
      return via ? { method: 'readBusinessMessage', body: { ...at, ...business(via) } } : null
    case 'react':
      if (via) return { class: 'permanent', code: 'business', message: 'cannot_react_here' }
      return { method: 'setMessageReaction', body: { ...at, reaction: a.emoji ? [{ type: 'emoji', emoji: a.emoji.replaceAll('\uFE0F', '') }] : [] } }
    case 'edit':
      return { method: 'editMessageText', body: { ...at, text: a.text, ...business(via) } }
    case 'delete':
      return via ? { method: 'deleteBusinessMessages', body: { ...business(via), message_ids: [message] } } : { method: 'deleteMessage', body: at }
  }
}

/** What is said for a business account says so. */
export const business = (via: string | undefined) => (via ? { business_connection_id: via } : {})
