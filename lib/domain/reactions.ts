/** The one table from what happened to what must be done later. Its jobs are written in the event's own transaction. */
import type { EventData, EventKind } from './events'

export type NewJob = { kind: JobKind; payload: Record<string, unknown>; runAt?: Date; key?: string; lane?: string }
export type JobKind = 'deliver' | 'wake' | 'sweep'

type Happened<K extends EventKind> = { conversationId: number | null; messageId: number | null; data: EventData[K] }
type Reactions = { [K in EventKind]?: (e: Happened<K>) => NewJob[] }

const reactions: Reactions = {
  // Messages of one conversation leave in order: they share a lane.
  'message.added': (e) =>
    e.data.message.delivery === 'queued'
      ? [{ kind: 'deliver', payload: { messageId: e.messageId }, key: `deliver:${e.messageId}`, lane: `conversation:${e.conversationId}` }]
      : [],
  'message.delivery_changed': (e) =>
    e.data.message.delivery === 'queued'
      ? [{ kind: 'deliver', payload: { messageId: e.messageId }, key: `deliver:${e.messageId}`, lane: `conversation:${e.conversationId}` }]
      : [],
  'conversation.status_changed': (e) =>
    e.data.to === 'snoozed' && e.data.until
      ? [{ kind: 'wake', payload: { conversationId: e.conversationId }, runAt: new Date(e.data.until), key: `wake:${e.conversationId}:${e.data.until}` }]
      : [],
}

/** The jobs an event asks for. */
export function reactionsTo<K extends EventKind>(kind: K, e: Happened<K>): NewJob[] {
  return reactions[kind]?.(e) ?? []
}
