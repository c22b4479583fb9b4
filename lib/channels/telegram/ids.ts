/** A message's name at Telegram: its number means something only inside its chat, and a business account's chats are apart from the bot's own. */
import { num, str } from '../loose'

export type TelegramId = { chat: string; message: number; via?: string }

export const idOf = (chat: unknown, message: unknown, via?: string): string => `${str(chat)}:${str(message)}${via ? `@${via}` : ''}`

/** A customer's place in a channel's direct messages: one chat of all of them, a topic each. */
export const directAddress = (chat: unknown, topic: unknown): string => `${str(chat)}#${str(topic)}`

/** Where to send what goes to an address. */
export function chatOf(address: string): { chat_id: string; direct_messages_topic_id?: number } {
  const [chat = '', topic] = address.split('#')
  return { chat_id: chat, ...(topic === undefined ? {} : { direct_messages_topic_id: num(topic) }) }
}

const TOPIC = 'topic:'
/** The way into a topic of a group, beside that of a business account. */
export const topicWay = (thread: unknown): string => `${TOPIC}${str(thread)}`
export const isTopic = (via: string | undefined): boolean => via?.startsWith(TOPIC) ?? false

/** What is said for a business account says so, and what is said in a topic says in which. */
export const ways = (via: string | undefined): { business_connection_id?: string; message_thread_id?: number } =>
  via === undefined ? {} : isTopic(via) ? { message_thread_id: num(via.slice(TOPIC.length)) } : { business_connection_id: via }

export function readId(externalId: string): TelegramId {
  const [at = '', ...via] = externalId.split('@')
  const cut = at.lastIndexOf(':')
  return { chat: at.slice(0, cut), message: num(at.slice(cut + 1)), ...(via.length > 0 ? { via: via.join('@') } : {}) }
}
