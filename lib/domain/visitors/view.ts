/** A message as the customer sees it: a colleague is a name and nothing else. Times in unix ms. */
import { type AttachmentView, messageView, type StoredAttachment, type StoredMessage } from '../messages/view'

export type VisitorMessage = {
  id: number
  conversationId: number
  index: number
  from: 'me' | 'team'
  /** Who of the team wrote it; null for one's own and for the house. */
  name: string | null
  body: string
  attachments: AttachmentView[]
  /** One's own key, to find the message one is still waiting for. */
  key: string | null
  at: number
}

/** Keys of visitors live in a room of their own: guessing a colleague's key must find nothing. */
const ROOM = 'v:'
export const roomKey = (key: string) => ROOM + key

export function visitorMessage(m: StoredMessage, files: readonly StoredAttachment[], name: string | null): VisitorMessage {
  const { id, conversationId, index, body, attachments, clientKey, createdAt } = messageView(m, files)
  const mine = m.contactId !== null
  return {
    id,
    conversationId,
    index,
    from: mine ? 'me' : 'team',
    name: mine ? null : name,
    body,
    attachments,
    key: mine && clientKey?.startsWith(ROOM) ? clientKey.slice(ROOM.length) : null,
    at: createdAt,
  }
}
