/** The one table from what happened to what must be done later. Its jobs are written in the event's own transaction. */
import type { EventData, EventKind } from './events'

export type NewJob = { kind: JobKind; payload: Record<string, unknown>; runAt?: Date; key?: string; lane?: string }
export type JobKind = 'deliver' | 'wake' | 'sweep' | 'arrive' | 'media' | 'mail' | 'templates' | 'purge' | 'poll'

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

const reactions: Reactions = {
  'message.added': (e) => [...toDeliver(e), ...toFetch(e)],
  'message.completed': toFetch,
  'channel.deleted': (e) => [{ kind: 'purge', payload: { channelId: e.data.channelId }, runAt: new Date(e.data.purgeAt), key: `purge:${e.data.channelId}` }],
  'message.delivery_changed': toDeliver,
  'templates.changed': (e) => (e.data.stale ? [{ kind: 'templates', payload: { channelId: e.data.channelId }, key: `templates:${e.data.channelId}` }] : []),
  'conversation.status_changed': (e) =>
    e.data.to === 'snoozed' && e.data.until
      ? [{ kind: 'wake', payload: { conversationId: e.conversationId }, runAt: new Date(e.data.until), key: `wake:${e.conversationId}:${e.data.until}` }]
      : [],
}

/** The jobs an event asks for. */
export function reactionsTo<K extends EventKind>(kind: K, e: Happened<K>): NewJob[] {
  return reactions[kind]?.(e) ?? []
}
