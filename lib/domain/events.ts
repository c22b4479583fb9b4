/** The kinds of things that happen, and what each carries beside the conversation's row. Wire names: keep them stable. */
import type { ConversationRow } from './conversations/row'
import type { MessageView } from './messages/view'

export interface EventData {
  'conversation.started': { kind: 'customer' | 'team' }
  'conversation.assigned': { from: number | null; to: number | null }
  'conversation.team_set': { from: number | null; to: number | null }
  'conversation.status_changed': { from: string; to: string; until?: number; cause?: 'time' | 'customer' }
  'conversation.renamed': { title: string }
  'conversation.participants_changed': { added: number[]; removed: number[] }
  'conversation.tagged': { tagId: number; name: string; on: boolean }
  'conversation.merged': { from: number; into: number }
  /** Personal: audience is the one user. `toTell`: index of the customer's message that they are to see was read. */
  'conversation.personal_changed': { userId: number; what: 'archived' | 'unarchived' | 'muted' | 'unmuted' | 'read' | 'unread' | 'draft_discarded'; toTell?: number }
  'conversation.seen': { deliveredIndex: number; readIndex: number }
  'message.added': { message: MessageView }
  'message.edited': { message: MessageView }
  /** Something that belongs to it came after it: a file, another picture of its album. */
  'message.completed': { message: MessageView }
  'message.removed': { message: MessageView }
  'message.reacted': { message: MessageView }
  'message.delivery_changed': { message: MessageView }
  /** What becomes of a reaction, an edit or a removal where the customer sees it. */
  'message.act_changed': { message: MessageView }
  /** Once for the contact and, when the name changed, once for each of their newest conversations, with its row. `isNew`: it was just made. */
  'contact.changed': { contactId: number; name: string; what?: string[]; isNew?: true }
  /** They may or may not be written to any more. */
  'contact.reach_changed': { contactId: number }
  /** Somebody of whom the channel tells no name wrote: its provider is to be asked. For our own jobs, nobody is told. */
  'contact.unknown': { identityId: number; channelId: number }
  /** `from` is shown as `into` from now on; `isFinal`: the provider or the site said so. Taken back: each is a contact again. */
  'contact.merged': { mergeId: number; from: number; into: number; name: string; isFinal: boolean }
  'contact.removed': { contactId: number }
  'contact.unmerged': { mergeId: number; from: number; into: number; name: string }
  'workspace.changed': Record<string, never>
  'user.changed': { userId: number }
  /** For our own jobs, nobody is told. */
  'user.reset_asked': { userId: number }
  'invitation.changed': { invitationId: number; to: 'open' | 'accepted' | 'revoked' }
  'team.changed': { teamId: number }
  'channel.changed': { channelId: number; isNew?: true }
  /** `stale`: they have to be read from the provider anew. */
  'templates.changed': { channelId: number; stale: boolean }
  'channel.deleted': { channelId: number; purgeAt: number }
  'channel.restored': { channelId: number }
}
export type EventKind = keyof EventData

export type CountDelta = { userId: number; key: string; n: number }

/** An event as it goes to a client. `row` and `counts` are on the last event of a change. */
export type LiveEvent = {
  seq: number
  kind: EventKind
  at: number
  actor: { kind: string; id: number | null }
  conversationId: number | null
  messageId: number | null
  data: Record<string, unknown>
  row?: ConversationRow
  counts?: CountDelta[]
}
/** As it lies in the log: the row with everybody's personal state, to be cut for each reader. */
export type StoredData = Record<string, unknown> & { row?: ConversationRow; people?: Person[]; counts?: CountDelta[] }

/** One user's part in a conversation. `mutedUntil` unix ms. */
export type Person = { userId: number; member: boolean; lastReadIndex: number; archived: boolean; mutedUntil: number | null }
