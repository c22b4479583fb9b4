/** The one table from what happened to what must be done later. Its jobs are written in the event's own transaction. */
import type { EventData, EventKind } from './events'

export type NewJob = { kind: JobKind; payload: Record<string, unknown>; runAt?: Date; key?: string; lane?: string }
export type JobKind =
  | 'deliver'
  | 'wake'
  | 'sweep'
  | 'arrive'
  | 'media'
  | 'mail'
  | 'templates'
  | 'purge'
  | 'poll'
  | 'act'
  | 'profile'
  | 'forget'
  | 'sent'
  | 'prune'
  | 'reset'

type Happened<K extends EventKind> = { conversationId: number | null; messageId: number | null; data: EventData[K] }
type Reactions = { [K in EventKind]?: (e: Happened<K>) => NewJob[] }

type Spoken = Happened<'message.added' | 'message.completed' | 'message.delivery_changed'>

/** Messages of one conversation leave in order: they share a lane. */
const toDeliver = (e: Spoken): NewJob[] =>
  e.data.message.delivery === 'queued'
    ? [{ kind: 'deliver', payload: { messageId: e.messageId }, key: `deliver:${e.messageId}`, lane: `conversation:${e.conversationId}` }]
    : []

/** What a customer sent is fetched before its address expires. */
const toFetch = (e: Spoken): NewJob[] =>
  e.data.message.waitingFiles?.some((f) => f.error === null) ? [{ kind: 'media', payload: { messageId: e.messageId }, key: `media:${e.messageId}` }] : []

/** What is done to a message is told after the message itself: in the lane of its conversation. */
const toTell = (e: Happened<'message.reacted' | 'message.edited' | 'message.act_changed' | 'message.delivery_changed'>): NewJob[] =>
  Object.values(e.data.message.acts ?? {}).some((a) => a.state === 'queued')
    ? [{ kind: 'act', payload: { messageId: e.messageId }, key: `act:${e.messageId}`, lane: `conversation:${e.conversationId}` }]
    : []

/** Servers that keep a copy of what was sent do so a moment later. */
const KEPT_MS = 5_000
const toKeep = ({ data, messageId }: Happened<'message.delivery_changed'>): NewJob[] =>
  data.message.mail && data.message.delivery === 'sent' && data.message.author.kind !== 'contact'
    ? [{ kind: 'sent', payload: { messageId }, key: `sent:${messageId}`, runAt: new Date(Date.now() + KEPT_MS) }]
    : []

const reactions: Reactions = {
  'user.reset_asked': (e) => [{ kind: 'reset', payload: { userId: e.data.userId } }],
  'message.reacted': toTell,
  'message.edited': toTell,
  'message.act_changed': toTell,
  'conversation.personal_changed': (e) =>
    e.data.toTell === undefined ? [] : [{ kind: 'act', payload: { conversationId: e.conversationId, read: e.data.toTell }, key: `read:${e.conversationId}` }],
  'contact.unknown': ({ data }) => [{ kind: 'profile', payload: data, key: `profile:${data.identityId}` }],
  'message.added': (e) => [...toDeliver(e), ...toFetch(e)],
  'message.completed': toFetch,
  'channel.deleted': (e) => [{ kind: 'purge', payload: { channelId: e.data.channelId }, runAt: new Date(e.data.purgeAt), key: `purge:${e.data.channelId}` }],
  'templates.changed': (e) => (e.data.stale ? [{ kind: 'templates', payload: { channelId: e.data.channelId }, key: `templates:${e.data.channelId}` }] : []),
  // What was done to it while it was on its way can be told once it has ended.
  'message.delivery_changed': (e) => [...toDeliver(e), ...toKeep(e), ...(e.data.message.delivery === 'queued' ? [] : toTell(e))],
  'conversation.status_changed': (e) =>
    e.data.to === 'snoozed' && e.data.until
      ? [{ kind: 'wake', payload: { conversationId: e.conversationId }, runAt: new Date(e.data.until), key: `wake:${e.conversationId}:${e.data.until}` }]
      : [],
}

/** The jobs an event asks for. */
export function reactionsTo<K extends EventKind>(kind: K, e: Happened<K>): NewJob[] {
  return reactions[kind]?.(e) ?? []
}
