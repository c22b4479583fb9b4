/** A customer wrote. */
import { eq } from 'drizzle-orm'
import { type MessageMeta, messages, type WaitingFile } from '@/db/schema/messages'
import type { Work } from '../command'
import { loadForChange } from '../conversations/load'
import { receive } from '../messages/receive'
import { refreshSnippet, withFiles } from '../messages/own'
import { learnProfile } from '../contacts/profile'
import { clean, BODY_MAX, cleanLine } from '../text'
import { snippetFor } from '../messages/snippet'
import type { StoredMessage } from '../messages/view'
import type { InboundEvent } from './event'
import { findMessage, inAlbum } from './find-message'
import { unpark } from './lane'
import type { Arrival, Outcome } from './outcome'
import { personOf } from './person'
import { heardFrom } from './consent'
import { conversationFor } from './thread'

type Message = Extract<InboundEvent, { type: 'message' }>

/** What we say for what we cannot show. */
export const CANNOT_SHOW = 'sent something we cannot show'

export async function takeMessage(a: Arrival<'message'>): Promise<Outcome> {
  const { w, channel, e, at } = a
  const contactId = await personOf(w, channel, e.from)
  await heardFrom(w, channel, contactId, at)
  await learnProfile(w, channel, contactId, e.from.name, at)
  const joined = e.albumId ? await joinAlbum(a, contactId, e.albumId) : null
  if (joined) return { messageId: joined }
  const answered = e.replyTo ? await findMessage(w, channel.id, contactId, e.replyTo) : null
  const view = await receive(w.actor, {
    channelId: channel.id,
    contactId,
    externalId: e.externalId,
    at: at.getTime(),
    isExact: e.isExact,
    quiet: e.isMachine ?? false,
    conversationId: await conversationFor(w, channel, contactId, e),
    title: e.hints.subject ? cleanLine(e.hints.subject).slice(0, 200).toWellFormed() : undefined,
    body: bodyOf(e),
    meta: metaOf(e, answered),
  })
  // It stood here by its edit alone; now we know when it was first said.
  if (view.createdAt > at.getTime() && view.editedAt === view.createdAt) await rewrite(w, view.id, { createdAt: at }, 'message.edited')
  await unpark(w, channel.id, [e.externalId])
  return { messageId: view.id }
}

/** Something that the channel could not make anything of is a line in the conversation all the same. */
export const takeUnsupported = ({ e, ...rest }: Arrival<'unsupported'>): Promise<Outcome> =>
  takeMessage({
    ...rest,
    e: {
      type: 'message',
      externalId: e.externalId,
      direction: 'in',
      from: e.from,
      text: `${CANNOT_SHOW}: ${e.label}`,
      files: [],
      hints: {},
      extra: { unsupported: e.label },
    },
  })

export function bodyOf(e: Pick<Message, 'text' | 'files'>): string {
  const text = clean(e.text).slice(0, BODY_MAX).toWellFormed()
  return text.trim() === '' && e.files.length === 0 ? `${CANNOT_SHOW}: an empty message` : text
}

/** What stands beside the words. Absent parts are not there at all, so that the same message is the same bytes. */
export function metaOf(e: Message, answered: StoredMessage | null = null): MessageMeta {
  return {
    ...(answered ? { replyTo: answered.id, quoted: answered.deletedAt ? '' : snippetFor(answered) } : {}),
    ...(e.files.length > 0 ? { files: e.files.map(waiting) } : {}),
    ...(e.albumId ? { album: { id: e.albumId, externalIds: [e.externalId] } } : {}),
    ...(e.from.via ? { via: e.from.via } : {}),
    ...(e.extra ? { extra: e.extra } : {}),
  }
}

const waiting = ({ ref, kind, name, type, size }: Message['files'][number]): WaitingFile => ({
  ref,
  kind,
  ...(name ? { name } : {}),
  ...(type ? { type } : {}),
  ...(size !== undefined ? { size } : {}),
})

/** One more piece of an album that is here already: its file and its words join the first. */
async function joinAlbum({ w, channel, e }: Arrival<'message'>, contactId: number, albumId: string): Promise<number | null> {
  const first = await inAlbum(w, channel.id, contactId, (album) => album.id === albumId)
  if (!first || first.deletedAt) return null
  const c = await loadForChange(w, first.conversationId)
  const album = first.meta.album ?? { id: albumId, externalIds: [] }
  if (album.externalIds.includes(e.externalId)) return first.id
  const meta: MessageMeta = {
    ...first.meta,
    album: { ...album, externalIds: [...album.externalIds, e.externalId] },
    files: [...(first.meta.files ?? []), ...e.files.map(waiting)],
  }
  const body = [first.body, clean(e.text)]
    .filter((t) => t.trim() !== '')
    .join('\n')
    .slice(0, BODY_MAX)
  await rewrite(w, first.id, { meta, body })
  await refreshSnippet(w, c)
  await unpark(w, channel.id, [e.externalId])
  return first.id
}

/** Writes a message anew and tells that it grew. */
export async function rewrite(
  w: Work,
  messageId: number,
  fields: Partial<typeof messages.$inferInsert>,
  kind: 'message.edited' | 'message.removed' | 'message.reacted' | 'message.completed' = 'message.completed',
): Promise<void> {
  const [now] = await w.db.update(messages).set(fields).where(eq(messages.id, messageId)).returning()
  if (!now) return
  const c = await loadForChange(w, now.conversationId)
  w.record(kind, { message: await withFiles(w, now) }, { conversation: c, messageId })
}
