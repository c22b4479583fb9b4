'use client'
import { BellOff, Check, Clock, Hourglass, UserRound, UsersRound } from 'lucide-react'
import { memo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { cx } from '@/components/ui/cx'
import { shortMoment, shortSpan } from '@/components/ui/time'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { isUnread } from '@/lib/domain/conversations/row'
import { ChannelIcon } from './channel-icon'
import { useRowWords } from './row-words'

type Props = {
  row: ConversationRow
  now: number
  href: string
  isOpen: boolean
  isSelected: boolean
  isGone: boolean
  isTabStop: boolean
  showAssignee: boolean
  isHere: boolean
}

/** How tall every row is, px. */
export const ROW_HEIGHT = 76
const HOUR = 3_600_000

/** One conversation in the list: a link whose name says in words what the row shows in pictures. */
export const Row = memo(function Row({ row, now, href, isOpen, isSelected, isGone, isTabStop, showAssignee, isHere }: Props) {
  const t = useTranslations('inbox.row')
  const format = useFormatter()
  const words = useRowWords(row, now, isGone)
  const unread = isUnread(row)
  const isMuted = row.me.mutedUntil !== null && row.me.mutedUntil > now
  return (
    <a
      href={href}
      data-row={row.id}
      aria-current={isOpen ? 'true' : undefined}
      aria-label={isSelected ? `${t('selected')}, ${words.label}` : words.label}
      data-selected={isSelected || undefined}
      tabIndex={isTabStop ? 0 : -1}
      draggable={false}
      className={cx(
        'group flex h-full gap-3 border-b border-line px-3 py-2.5 outline-offset-[-2px] transition-colors hover:bg-hover',
        isOpen && 'bg-selected hover:bg-selected forced-colors:border-s-4 forced-colors:border-s-[Highlight]',
        isGone && 'opacity-55',
      )}
    >
      <span className="relative h-fit">
        {isSelected ? (
          <span className="flex size-8 items-center justify-center rounded-full bg-accent text-on-accent">
            <Check aria-hidden size={16} />
          </span>
        ) : (
          <Avatar name={words.name} online={isHere} />
        )}
        {row.kind === 'customer' && (
          <span className="absolute -start-1.5 -bottom-1.5 rounded-full border-2 border-surface bg-surface p-px text-dim">
            <ChannelIcon type={row.channelType} size={11} />
          </span>
        )}
      </span>
      <span className="flex min-w-0 grow flex-col">
        <span className="flex items-baseline gap-2">
          <span className={cx('grow truncate', unread ? 'font-semibold' : 'font-medium')}>
            <bdi>{words.name}</bdi>
          </span>
          <span className={cx('shrink-0 text-xs tabular-nums', unread ? 'font-medium text-accent-ink' : 'text-dim')}>{words.time}</span>
        </span>
        <span className="flex items-center gap-2">
          <span
            dir="auto"
            className={cx('grow truncate text-[0.93rem]', unread ? 'text-ink' : 'text-dim', row.title !== '' && 'text-ink', unread && row.title !== '' && 'font-medium')}
          >
            {row.title || words.snippet}
          </span>
          {unread && <span className="size-2 shrink-0 rounded-full bg-accent forced-color-adjust-none forced-colors:bg-[Highlight]" />}
        </span>
        <span className="flex min-w-0 items-center gap-2 text-xs text-dim">
          <span dir="auto" title={row.title ? undefined : words.channel} className="min-w-0 grow truncate">
            {row.title ? words.snippet : words.channel}
          </span>
          {isMuted && <BellOff aria-hidden size={12} className="shrink-0" />}
          {row.snoozedUntil !== null && row.status === 'snoozed' && (
            <span className="inline-flex shrink-0 items-center gap-1">
              <Clock aria-hidden size={12} />
              {shortMoment(format, row.snoozedUntil, now)}
            </span>
          )}
          {words.waited !== null && (
            <span className={cx('inline-flex shrink-0 items-center gap-0.5 tabular-nums', words.waited > HOUR && 'text-warn')}>
              <Hourglass aria-hidden size={11} />
              {shortSpan(format, words.waited)}
            </span>
          )}
          {row.kind === 'team' && row.members.length > 2 && (
            <span className="inline-flex shrink-0 items-center gap-0.5">
              <UsersRound aria-hidden size={12} />
              {row.members.length}
            </span>
          )}
          {showAssignee &&
            row.kind === 'customer' &&
            (words.assignee ? (
              <Avatar size="sm" name={words.assignee} />
            ) : (
              <span title={t('nobody')} className="inline-flex size-5 shrink-0 items-center justify-center rounded-full border border-dashed border-line">
                <UserRound aria-hidden size={11} />
              </span>
            ))}
        </span>
      </span>
    </a>
  )
})
