'use client'
import { useFormatter, useTranslations } from 'use-intl'
import type { MessageView } from '@/lib/domain/messages/view'
import { useNames } from './names'

type Line = NonNullable<MessageView['system']>

/** What happened, in words. `actorId` null: the house itself. */
export function useSystemWords(): (line: Line, actorId: number | null) => string {
  const t = useTranslations('conversation.system')
  const format = useFormatter()
  const { user, users, team } = useNames()
  return (line, actorId) => {
    const actor = user(actorId)
    switch (line.event) {
      case 'assigned':
        return line.to === null ? t('unassigned', { actor }) : line.to === actorId ? t('assignedSelf', { actor }) : t('assigned', { actor, to: user(line.to) })
      case 'team': {
        const name = team(line.to)
        return name === null ? t('teamNone', { actor }) : t('team', { actor, team: name })
      }
      case 'status':
        if (line.to === 'open') return line.cause === 'time' ? t('openedTime') : line.cause === 'customer' ? t('openedCustomer') : t('opened', { actor })
        if (line.to === 'snoozed')
          return line.until
            ? t('snoozed', { actor, until: format.dateTime(new Date(line.until), { dateStyle: 'medium', timeStyle: 'short' }) })
            : t('snoozedPlain', { actor })
        return t(line.to, { actor })
      case 'renamed':
        return line.to ? t('renamed', { actor, title: line.to }) : t('renamedNone', { actor })
      case 'added':
        return t('added', { actor, names: users(line.userIds) })
      case 'removed':
        return line.userIds.length === 1 && line.userIds[0] === actorId ? t('left', { actor }) : t('removed', { actor, names: users(line.userIds) })
      case 'merged':
        return t('merged', { actor })
      default:
        return t('changed', { actor })
    }
  }
}

/** A quiet line between messages. */
export function SystemMessage({ message }: { message: MessageView }) {
  const words = useSystemWords()
  const format = useFormatter()
  if (!message.system) return null
  return (
    <p className="px-6 py-1.5 text-center text-xs text-dim" dir="auto">
      {words(message.system, message.author.id)}
      <span aria-hidden> · </span>
      <time dateTime={new Date(message.createdAt).toISOString()}>{format.dateTime(new Date(message.createdAt), { timeStyle: 'short' })}</time>
    </p>
  )
}
