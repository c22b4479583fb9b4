/** Twist's conversation, message and attachment. Ids are numbers, times unix seconds; what is required is never null. */
import { z } from 'zod'
import type { Taken } from '@/lib/domain/conversations/taken'
import type { Said } from '@/lib/domain/messages/said'
import type { StoredAttachment } from '@/lib/domain/messages/view'
import type { Version } from './fields'

const n = z.number().int()
const ts = n.describe('Unix seconds')
export const ok = z.object({ status: z.literal('ok') })
export const OK = { status: 'ok' } as const

const contactShape = z.object({ id: n, name: z.string() })

export const conversationShape = z.object({
  id: n,
  workspace_id: n,
  title: z.string().nullable(),
  user_ids: z.array(n),
  creator: n.describe('0 when no colleague began it'),
  private: z.boolean().describe('False for customers’ conversations, which the whole team may read'),
  archived: z.boolean().describe('For the calling user'),
  created_ts: ts,
  last_active_ts: ts,
  last_obj_index: n.describe('-1 while it is empty'),
  message_count: n,
  snippet: z.string(),
  snippet_creators: z.array(n),
  muted_until_ts: ts.nullable().describe('For the calling user'),
  channel_type: z.string().nullable().describe('Set for customers’ conversations'),
  contact: contactShape.nullable(),
  // Only where the oldest programs look for them.
  name: z.string().optional(),
  is_private: z.boolean().optional(),
  snippet_creator: n.optional(),
  muted_until: ts.nullable().optional(),
})

const seconds = (d: Date) => Math.floor(d.getTime() / 1000)

/** `names`: the colleagues', by id; only the oldest versions show them. */
export function conversation(v: Version, c: Taken, names?: ReadonlyMap<number, string>, now = Date.now()): z.output<typeof conversationShape> {
  const muted = c.mutedUntil !== null && c.mutedUntil.getTime() > now ? seconds(c.mutedUntil) : null
  const isTeam = c.kind === 'team'
  const title = c.title || (isTeam ? null : c.contactName)
  const written = c.lastIndex + 1 - c.systemLines
  const shape: z.output<typeof conversationShape> = {
    id: c.id,
    workspace_id: c.workspaceId,
    title,
    user_ids: c.members,
    creator: c.creatorId ?? 0,
    private: isTeam,
    archived: c.archived ?? false,
    created_ts: seconds(c.createdAt),
    last_active_ts: seconds(c.lastActivityAt),
    last_obj_index: written - 1,
    message_count: written,
    snippet: c.snippet,
    snippet_creators: c.lastWriterId === null ? [] : [c.lastWriterId],
    muted_until_ts: muted,
    channel_type: c.channelType,
    contact: c.contactId === null ? null : { id: c.contactId, name: c.contactName ?? '' },
  }
  if (v > 2) return shape
  const others = names ? c.members.flatMap((id) => names.get(id) ?? []).join(', ') : ''
  return { ...shape, name: title ?? others, is_private: isTeam, snippet_creator: c.lastWriterId ?? 0, muted_until: muted }
}

export const attachmentShape = z.looseObject({
  attachment_id: z.string(),
  url_type: z.string(),
  title: z.string().optional(),
  url: z.string().optional(),
  file_name: z.string().optional(),
  file_size: n.optional(),
  underlying_type: z.string().optional(),
  image: z.string().optional(),
  image_width: n.optional(),
  image_height: n.optional(),
  upload_state: z.string().optional(),
})
export type AttachmentShape = z.output<typeof attachmentShape>

/** `origin`: of this server, as the program reached it. */
export function attachment(f: StoredAttachment, origin: string): AttachmentShape {
  const url = `${origin}/api/attachments/${f.id}`
  const isImage = f.type.startsWith('image/') && f.thumbKey !== null
  return {
    attachment_id: f.ref ?? `att_${f.id}`,
    url_type: isImage ? 'image' : 'file',
    title: f.name,
    url,
    file_name: f.name,
    file_size: f.size,
    underlying_type: f.type,
    upload_state: 'uploaded',
    ...(isImage ? { image: `${url}/thumb`, image_width: f.width ?? 0, image_height: f.height ?? 0 } : {}),
  }
}

export const messageShape = z.object({
  id: n,
  conversation_id: n,
  workspace_id: n,
  content: z.string(),
  creator: n.describe('0 when the customer wrote it'),
  posted_ts: ts,
  last_edited_ts: ts.nullable(),
  obj_index: n,
  attachments: z.array(attachmentShape),
  actions: z.array(z.unknown()),
  reactions: z.record(z.string(), z.array(n)),
  direct_mentions: z.array(n),
  direct_group_mentions: z.array(n),
  system_message: z.null(),
  is_deleted: z.boolean(),
  is_note: z.boolean().describe('Internal: the customer does not see it'),
  contact_id: n.nullable().describe('Who wrote it, when it was the customer'),
})

const list = (v: unknown): unknown[] => (Array.isArray(v) ? v : [])
const numbers = (v: unknown) => list(v).filter((x): x is number => typeof x === 'number')
const linked = z.array(attachmentShape)

export function message({ message: m, position, files, reactions }: Said, origin: string): z.output<typeof messageShape> {
  const gone = m.deletedAt !== null
  const extra = gone ? {} : (m.meta.extra ?? {})
  const links = extra.attachments === undefined ? [] : (linked.safeParse(extra.attachments).data ?? [])
  return {
    id: m.id,
    conversation_id: m.conversationId,
    workspace_id: m.workspaceId,
    content: gone ? '' : m.body,
    creator: m.userId ?? 0,
    posted_ts: seconds(m.createdAt),
    last_edited_ts: m.editedAt ? seconds(m.editedAt) : null,
    obj_index: position,
    attachments: gone ? [] : [...files.map((f) => attachment(f, origin)), ...links],
    actions: list(extra.actions),
    reactions,
    direct_mentions: numbers(extra.direct_mentions),
    direct_group_mentions: numbers(extra.direct_group_mentions),
    system_message: null,
    is_deleted: gone,
    is_note: m.kind === 'note',
    contact_id: m.contactId,
  }
}
