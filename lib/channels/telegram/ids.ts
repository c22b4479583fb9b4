/** A message's name at Telegram: its number means something only inside its chat, and a business account's chats are apart from the bot's own. */
import { num, str } from '../loose'

export type TelegramId = { chat: string; message: number; via?: string }

export const idOf = (chat: unknown, message: unknown, via?: string): string => `${str(chat)}:${str(message)}${via ? `@${via}` : ''}`

export function readId(externalId: string): TelegramId {
  const [at = '', ...via] = externalId.split('@')
  const cut = at.lastIndexOf(':')
  return { chat: at.slice(0, cut), message: num(at.slice(cut + 1)), ...(via.length > 0 ? { via: via.join('@') } : {}) }
}
