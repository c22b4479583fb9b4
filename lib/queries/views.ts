/** Views and filters as they stand in an address: `/inbox/c/12?view=all&status=pending&q=refund`. Pure, for both sides. */
import type { Filter } from '@/lib/domain/conversations/filter'

export const VIEWS = ['mine', 'unassigned', 'all', 'needs-reply', 'pending', 'snoozed', 'closed', 'archived', 'team'] as const
export type View = (typeof VIEWS)[number] | `channel-${number}`

/** What the address says: the view, what narrows it further, and the open conversation. */
export type Place = { view: View; narrow: Narrow; openId: number | null }
export type Narrow = {
  status?: Filter['status']
  assignee?: Filter['assignee']
  channelType?: NonNullable<Filter['channelType']>
  needsReply?: true
  unread?: true
  archived?: true
  text?: string
  /** The words are looked for in the view only; otherwise everywhere. */
  inView?: true
  sort?: 'waiting'
}

const EVERYTHING: Filter = { kind: 'customer', status: 'open', assignee: 'any', archived: false, text: '', sort: 'activity' }
/** Where words are looked for unless the person narrows it. */
const ANYWHERE: Filter = { ...EVERYTHING, status: 'any', archived: 'any' }
const STATUSES = ['open', 'pending', 'snoozed', 'closed', 'any'] as const
const TYPES = ['email', 'whatsapp', 'telegram', 'sms', 'messenger', 'instagram', 'webchat'] as const satisfies readonly Narrow['channelType'][]

/** The filter a view stands for, before it is narrowed. */
export function filterOfView(view: View): Filter {
  switch (view) {
    case 'mine':
      return { ...EVERYTHING, assignee: 'me' }
    case 'unassigned':
      return { ...EVERYTHING, assignee: 'none' }
    case 'all':
      return EVERYTHING
    case 'needs-reply':
      return { ...EVERYTHING, needsReply: true }
    case 'pending':
    case 'snoozed':
    case 'closed':
      return { ...EVERYTHING, status: view }
    case 'archived':
      return { ...EVERYTHING, status: 'any', archived: true }
    case 'team':
      return { ...EVERYTHING, kind: 'team', status: 'any' }
    default:
      return { ...EVERYTHING, channelId: channelOfView(view) ?? undefined }
  }
}

/** The channel a view is about, if it is about one. */
export const channelOfView = (view: View): number | null => {
  const id = /^channel-(\d{1,15})$/.exec(view)?.[1]
  return id ? Number(id) : null
}

/** The whole filter of a place: equal places give equal objects, so it serves as a cache key. */
export function filterOf({ view, narrow }: Pick<Place, 'view' | 'narrow'>): Filter {
  const own = filterOfView(view)
  const base = narrow.text && !narrow.inView ? { ...ANYWHERE, kind: own.kind } : own
  const { inView: _, ...narrowed } = narrow
  const whole: Filter = { ...base, ...narrowed, text: narrow.text ?? '', sort: narrow.sort ?? 'activity' }
  return base.kind === 'team' ? { ...base, unread: narrow.unread, text: whole.text, archived: narrow.archived ?? base.archived } : whole
}

/** Reads an address. What makes no sense is left out. */
export function readPlace(pathname: string, search: URLSearchParams): Place {
  const view = search.get('view')
  const assignee = search.get('assignee')
  const known = VIEWS.find((v) => v === view) ?? (view && channelOfView(view as View) ? (view as View) : 'mine')
  const narrow: Narrow = {}
  const status = STATUSES.find((s) => s === search.get('status'))
  if (status) narrow.status = status
  if (assignee === 'me' || assignee === 'none' || assignee === 'any') narrow.assignee = assignee
  else if (assignee && /^[1-9]\d{0,14}$/.test(assignee)) narrow.assignee = Number(assignee)
  const type = TYPES.find((t) => t === search.get('channel'))
  if (type) narrow.channelType = type
  if (search.get('reply') === '1') narrow.needsReply = true
  if (search.get('unread') === '1') narrow.unread = true
  if (search.get('archived') === '1') narrow.archived = true
  const text = search.get('q')?.slice(0, 200)
  if (text) narrow.text = text
  if (text && search.get('in') === 'view') narrow.inView = true
  if (search.get('sort') === 'waiting') narrow.sort = 'waiting'
  const open = /^\/inbox\/c\/([1-9]\d{0,14})\/?$/.exec(pathname)?.[1]
  return { view: known, narrow, openId: open ? Number(open) : null }
}

/** Writes an address. The default view and absent filters take no room. */
export function writePlace({ view, narrow, openId }: Place): string {
  const q = new URLSearchParams()
  if (view !== 'mine') q.set('view', view)
  if (narrow.status) q.set('status', narrow.status)
  if (narrow.assignee) q.set('assignee', String(narrow.assignee))
  if (narrow.channelType) q.set('channel', narrow.channelType)
  if (narrow.needsReply) q.set('reply', '1')
  if (narrow.unread) q.set('unread', '1')
  if (narrow.archived) q.set('archived', '1')
  if (narrow.text) q.set('q', narrow.text)
  if (narrow.text && narrow.inView) q.set('in', 'view')
  if (narrow.sort) q.set('sort', narrow.sort)
  const s = q.toString()
  return `/inbox${openId ? `/c/${openId}` : ''}${s ? `?${s}` : ''}`
}

/** Whether a search could find more elsewhere: it keeps to a view or to filters. */
export const isSearchNarrowed = ({ text, sort: _, ...rest }: Narrow): boolean => Boolean(text) && Object.values(rest).some((v) => v !== undefined)

/** Is the list narrowed beyond its view? Sorting narrows nothing. */
export const isNarrowed = (n: Narrow): boolean => Object.entries(n).some(([k, v]) => k !== 'sort' && v !== undefined)
