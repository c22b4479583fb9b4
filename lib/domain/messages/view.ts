/** A message as a thread shows it. Times in unix ms. A tombstone keeps its index and loses its content. */
import type { Acts, attachments, DeliveryState, MailMeta, messages, SystemLine, WaitingFile } from '@/db/schema/messages'
import { cardsOf, type Shown } from './cards'

export type AttachmentView = { id: number; name: string; type: string; size: number; width: number | null; height: number | null; thumb: boolean }

export type MailView = Pick<
  MailMeta,
  | 'subject'
  | 'from'
  | 'to'
  | 'cc'
  | 'bcc'
  | 'hasHtml'
  | 'hasRemote'
  | 'isFolded'
  | 'leftOut'
  | 'leftOutCount'
  | 'emptyFiles'
  | 'machine'
  | 'isNewSender'
  | 'looksLikeUs'
  | 'isDoubtful'
  | 'height'
  | 'quotes'
  | 'forwards'
  | 'isAside'
> & { hasOriginal: boolean }

export type MessageView = {
  id: number
  conversationId: number
  index: number
  kind: 'message' | 'note' | 'system'
  author: { kind: 'user' | 'contact' | 'system'; id: number | null }
  body: string
  /** The same words with their looks, sanitised; absent where they have none. */
  html?: string
  attachments: AttachmentView[]
  /** User ids by emoji; absent when nobody reacted. */
  reactions?: Record<string, number[]>
  /** The message it answers, where the channel says, and a few of its words. */
  replyTo?: { id: number; text: string }
  /** The customer's emoji on it. */
  customerReaction?: string
  /** What it is besides words, and which words are left: `body` says all of it in words. */
  shown?: Shown
  /** What was done to it for the customer to see. `was`: the words they see still, where an edit failed. */
  acts?: ActsView
  /** What it carries and is not here yet; `error`: it could not be had. */
  waitingFiles?: { kind: WaitingFile['kind']; name: string | null; error: string | null }[]
  /** What it is as a mail; its HTML, whole text and original are fetched apart (lib/domain/mail/original.ts). */
  mail?: MailView
  system: SystemLine | null
  delivery: DeliveryState | null
  deliveryError: string | null
  clientKey: string | null
  editedAt: number | null
  deletedAt: number | null
  createdAt: number
}

export type ActsView = {
  react?: { emoji: string | null; state: ActState; error: string | null }
  edit?: { state: ActState; error: string | null; was: string | null }
  remove?: { state: ActState; error: string | null }
}
type ActState = 'queued' | 'done' | 'failed'

export type StoredMessage = typeof messages.$inferSelect
export type StoredAttachment = typeof attachments.$inferSelect

export const attachmentView = (a: StoredAttachment): AttachmentView => ({
  id: a.id,
  name: a.name,
  type: a.type,
  size: a.size,
  width: a.width,
  height: a.height,
  thumb: a.thumbKey !== null,
})

function mailView({
  subject,
  from,
  to,
  cc,
  bcc,
  hasHtml,
  hasRemote,
  isFolded,
  leftOut,
  leftOutCount,
  emptyFiles,
  machine,
  isNewSender,
  looksLikeUs,
  isDoubtful,
  height,
  quotes,
  forwards,
  isAside,
  raw,
}: MailMeta): MailView {
  return {
    subject,
    from,
    to,
    cc,
    bcc,
    hasHtml,
    hasRemote,
    isFolded,
    leftOut,
    leftOutCount,
    emptyFiles,
    machine,
    isNewSender,
    looksLikeUs,
    isDoubtful,
    height,
    quotes,
    forwards,
    isAside,
    hasOriginal: raw !== undefined,
  }
}

function actsView({ react, edit, remove }: Acts): ActsView {
  const of = (a: { state: ActState; error?: string }) => ({ state: a.state, error: a.error ?? null })
  return {
    ...(react ? { react: { emoji: react.emoji, ...of(react) } } : {}),
    ...(edit ? { edit: { ...of(edit), was: edit.state === 'failed' ? edit.was : null } } : {}),
    ...(remove ? { remove: of(remove) } : {}),
  }
}

/** The presenter: the only way a stored message leaves the domain. */
export function messageView(m: StoredMessage, files: readonly StoredAttachment[] = [], reactions?: MessageView['reactions']): MessageView {
  const gone = m.deletedAt !== null
  const shown = gone || m.contactId === null ? null : cardsOf(m.meta.extra, m.body)
  return {
    id: m.id,
    conversationId: m.conversationId,
    index: m.index,
    kind: m.kind,
    author: m.userId !== null ? { kind: 'user', id: m.userId } : m.contactId !== null ? { kind: 'contact', id: m.contactId } : { kind: 'system', id: null },
    body: gone ? '' : m.body,
    ...(m.meta.html && !gone ? { html: m.meta.html } : {}),
    attachments: gone ? [] : files.map(attachmentView),
    ...(reactions && !gone ? { reactions } : {}),
    ...(m.meta.replyTo && !gone ? { replyTo: { id: m.meta.replyTo, text: m.meta.quoted ?? '' } } : {}),
    ...(m.meta.customerReaction?.emoji && !gone ? { customerReaction: m.meta.customerReaction.emoji } : {}),
    ...(shown ? { shown } : {}),
    ...(m.meta.acts && !gone ? { acts: actsView(m.meta.acts) } : {}),
    ...(m.meta.files?.length && !gone ? { waitingFiles: m.meta.files.map((f) => ({ kind: f.kind, name: f.name ?? null, error: f.error ?? null })) } : {}),
    ...(m.meta.mail && !gone ? { mail: mailView(m.meta.mail) } : {}),
    system: m.meta.system ?? null,
    delivery: m.delivery,
    deliveryError: m.deliveryError,
    clientKey: m.clientKey,
    editedAt: m.editedAt?.getTime() ?? null,
    deletedAt: m.deletedAt?.getTime() ?? null,
    createdAt: m.createdAt.getTime(),
  }
}
