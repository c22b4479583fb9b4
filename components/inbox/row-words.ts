'use client'
import { useFormatter, useTranslations } from 'use-intl'
import { shownName } from '@/components/ui/shown-name'
import { shortAge, shortSpan } from '@/components/ui/time'
import { type ConversationRow, isUnread } from '@/lib/domain/conversations/row'
import { useDirectory, useMe } from '@/lib/queries/directory'

const DAY = 86_400_000

/** What a row says, in words: its parts and the one sentence read aloud. `waited`: ms, null when nobody waits. */
export function useRowWords(row: ConversationRow, now: number, isGone: boolean) {
  const t = useTranslations('inbox.row')
  const types = useTranslations('inbox.channelTypes')
  const statuses = useTranslations('inbox.status')
  const format = useFormatter()
  const { userById, channelById } = useDirectory()
  const me = useMe()
  const common = useTranslations('common')
  const nameOf = (id: number) => userById.get(id)?.name ?? common('unknownPerson')

  const others = row.members.filter((id) => id !== me.id).map(nameOf)
  const name =
    row.kind === 'customer' ? (shownName(row.contactName) ?? common('unknownPerson')) : others.length > 0 ? format.list(others, { style: 'narrow' }) : t('justYou')
  const age = now - row.lastActivityAt
  const time =
    age < DAY ? shortAge(format, age) : format.dateTime(row.lastActivityAt, age < 300 * DAY ? { day: 'numeric', month: 'short' } : { month: 'short', year: 'numeric' })
  const said = row.snippet || (row.lastIndex < 0 ? t('empty') : row.snippetBy === 'system' ? '' : t('file'))
  const snippet = said && (row.snippetBy === 'note' ? t('note', { text: said }) : byWhom())
  function byWhom(): string {
    if (row.snippetBy !== 'user') return said
    if (row.snippetUserId === me.id) return t('mine', { text: said })
    const writer = row.snippetUserId === null ? undefined : userById.get(row.snippetUserId)?.name.split(/\s+/)[0]
    // Between two the other's words need no name: the row is called by it.
    if (row.kind === 'team') return writer && row.members.length > 2 ? t('by', { name: writer, text: said }) : said
    return writer ? t('by', { name: writer, text: said }) : t('reply', { text: said })
  }
  const assignee = row.assigneeId === null ? null : nameOf(row.assigneeId)
  const waited = row.needsReply && row.waitingSince !== null && row.status !== 'closed' ? Math.max(0, now - row.waitingSince) : null
  const channel = (row.channelId !== null && channelById.get(row.channelId)?.name) || (row.channelType ? types(row.channelType) : '')

  const label = [
    isUnread(row) && t('unread'),
    name,
    row.title,
    snippet,
    row.channelType && types(row.channelType),
    time,
    row.kind === 'customer' && (row.assigneeId === me.id ? t('assignedToMe') : assignee ? t('assignedTo', { name: assignee }) : t('nobody')),
    row.kind === 'customer' &&
      row.status !== 'open' &&
      (row.status === 'snoozed' && row.snoozedUntil !== null
        ? t('snoozedUntil', { when: format.dateTime(row.snoozedUntil, { dateStyle: 'medium', timeStyle: 'short' }) })
        : statuses(row.status)),
    waited !== null && t('waiting', { span: shortSpan(format, waited) }),
    row.me.mutedUntil !== null && row.me.mutedUntil > now && t('muted'),
    isGone && t('gone'),
  ]
    .filter(Boolean)
    .join(', ')
  return { name, time, snippet, assignee, waited, channel, label }
}
