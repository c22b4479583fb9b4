/** An open conversation as the cache holds it, and how news is worked into it. Pure: same in, same out. */
import type { Details } from '@/lib/domain/conversations/get'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import type { Opened } from '@/lib/domain/conversations/open'
import type { LiveEvent } from '@/lib/domain/events'
import type { Thread } from '@/lib/domain/messages/thread'
import type { MessageView } from '@/lib/domain/messages/view'

/** `thread` is one unbroken stretch of messages, oldest first; `seq`: the newest event that is surely in here. */
export type { Opened }

/** Keeps one message: replaces the one at its index or extends the stretch by one. Null when that would leave a gap. */
export function putMessage(thread: Thread, message: MessageView): Thread | null {
  const lastIndex = Math.max(thread.lastIndex, message.index)
  const first = thread.messages[0]
  const last = thread.messages.at(-1)
  if (!first || !last) return thread.moreAfter || message.index > 0 ? null : { ...thread, messages: [message], lastIndex }
  if (message.index < first.index) return thread
  if (message.index <= last.index) {
    const at = message.index - first.index
    return thread.messages[at]?.index === message.index
      ? { ...thread, lastIndex, messages: thread.messages.with(at, message) }
      : { ...thread, lastIndex, messages: [...thread.messages.filter((m) => m.index !== message.index), message].sort((a, b) => a.index - b.index) }
  }
  // The end of the thread is elsewhere: whoever scrolls there fetches it.
  if (thread.moreAfter) return { ...thread, lastIndex }
  if (message.index > last.index + 1) return null
  return { ...thread, messages: [...thread.messages, message], lastIndex }
}

/** Joins a fetched stretch to the one at hand; a stretch that does not touch it takes its place. */
export function joinStretch(have: Thread, got: Thread): Thread {
  const [a, b] = [have.messages[0], have.messages.at(-1)]
  const [c, d] = [got.messages[0], got.messages.at(-1)]
  const lastIndex = Math.max(have.lastIndex, got.lastIndex)
  if (!a || !b) return { ...got, lastIndex }
  if (!c || !d) return { ...have, lastIndex }
  if (c.index > b.index + 1 || d.index < a.index - 1) return { ...got, lastIndex }
  const messages = [...have.messages.filter((m) => m.index < c.index), ...got.messages, ...have.messages.filter((m) => m.index > d.index)]
  return {
    messages,
    lastIndex,
    moreBefore: c.index <= a.index ? got.moreBefore : have.moreBefore,
    moreAfter: d.index >= b.index ? got.moreAfter : have.moreAfter,
  }
}

/** The newer of two rows of one conversation. Personal changes keep the version, so an equal one counts as newer. */
export const newerRow = (have: ConversationRow, got: ConversationRow) => (got.version >= have.version ? got : have)

/** Works one event in. `gap`: messages between are missing and have to be fetched. An event already in changes nothing. */
export function applyEvent(open: Opened, event: LiveEvent): { open: Opened; gap: boolean } {
  if (event.seq <= open.seq) return { open, gap: false }
  const message = messageOf(event)
  const merged = message ? putMessage(open.thread, message) : open.thread
  const row = event.row ? newerRow(open.details.row, event.row) : open.details.row
  const seen =
    event.row && message?.author.kind === 'user' && message.author.id !== null ? withSeen(open.details.seen, message.author.id, message.index) : open.details.seen
  return {
    open: {
      ...open,
      seq: event.seq,
      details: { ...open.details, row, seen },
      thread: merged ?? { ...open.thread, lastIndex: Math.max(open.thread.lastIndex, message?.index ?? -1) },
    },
    gap: merged === null,
  }
}

/** Whoever writes has read what stands above. */
function withSeen(seen: Details['seen'], userId: number, lastReadIndex: number): Details['seen'] {
  const known = seen.find((s) => s.userId === userId)
  if (known && known.lastReadIndex >= lastReadIndex) return seen
  return [...seen.filter((s) => s.userId !== userId), { userId, lastReadIndex }]
}

/** The message an event carries, if it is about one. */
export function messageOf(event: LiveEvent): MessageView | null {
  const m = event.data.message
  // The server's own presenter made it: the kind of event vouches for its shape.
  return event.kind.startsWith('message.') && m ? (m as MessageView) : null
}
