'use client'
import { Archive, CircleCheck, CircleUserRound, Clock, Hourglass, Inbox, MessageSquareReply, MessagesSquare, Plus, UsersRound } from 'lucide-react'
import type { ReactNode } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Badge } from '@/components/ui/badge'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { useCounts } from '@/lib/queries/counts'
import { useDirectory } from '@/lib/queries/directory'
import { type View, writePlace } from '@/lib/queries/views'
import { AccountMenu } from './account-menu'
import { ChannelIcon } from './channel-icon'
import { isPlainPress, usePlace } from './place'
import { SHORTCUTS } from './shortcuts'
import { VIEW_WORDS } from './view-words'

const ICONS = {
  mine: CircleUserRound,
  unassigned: Inbox,
  all: MessagesSquare,
  'needs-reply': MessageSquareReply,
  pending: Hourglass,
  snoozed: Clock,
  closed: CircleCheck,
  archived: Archive,
} as const

/** The views with their counts, the channels, team conversations and the account. `onGo`: after a choice (closes a drawer). `children`: its splitter. */
export function Nav({ onGo, onCompose, onHelp, children }: { onGo?: () => void; onCompose: () => void; onHelp: () => void; children?: ReactNode }) {
  const t = useTranslations('inbox')
  const { workspace, channels } = useDirectory()
  const { teamUnread } = useCounts()
  return (
    <nav aria-label={t('nav.label')} className="relative flex h-full min-h-0 flex-col gap-1 bg-canvas p-2">
      <p dir="auto" title={workspace.name} className="truncate px-2 py-2 font-semibold">
        {workspace.name || 'Parley'}
      </p>
      <div className="min-h-0 grow overflow-y-auto">
        <ul>
          {(Object.keys(ICONS) as (keyof typeof ICONS)[]).map((view) => {
            const Icon = ICONS[view]
            return <Item key={view} view={view} name={t(`views.${VIEW_WORDS[view]}`)} icon={<Icon size={16} />} onGo={onGo} />
          })}
        </ul>
        <div className="mt-4 flex items-center justify-between ps-2">
          <h2 className="text-xs font-medium text-dim">{t('nav.team')}</h2>
          <IconButton label={t('nav.compose')} keys={SHORTCUTS.compose} onClick={onCompose} className="size-7">
            <Plus size={14} />
          </IconButton>
        </div>
        <ul>
          <Item
            view="team"
            name={t('nav.teamItem')}
            also={teamUnread > 0 ? t('nav.teamUnread', { count: teamUnread }) : undefined}
            icon={<UsersRound size={16} />}
            onGo={onGo}
          >
            {teamUnread > 0 && (
              <span title={t('nav.teamUnread', { count: teamUnread })}>
                <Badge tone="accent">{teamUnread}</Badge>
              </span>
            )}
          </Item>
        </ul>
        {channels.length > 0 && <h2 className="mt-4 px-2 py-1 text-xs font-medium text-dim">{t('nav.channels')}</h2>}
        <ul>
          {channels
            .filter((c) => !c.disabled)
            .map((c) => (
              <Item key={c.id} view={`channel-${c.id}`} name={c.name} icon={<ChannelIcon type={c.type} size={16} />} onGo={onGo} />
            ))}
        </ul>
      </div>
      <AccountMenu onHelp={onHelp} />
      {children}
    </nav>
  )
}

/** `also`: what the children show, in words. */
function Item({ view, name, also, icon, children, onGo }: { view: View; name: string; also?: string; icon: ReactNode; children?: ReactNode; onGo?: () => void }) {
  const t = useTranslations('inbox.nav')
  const { place, go } = usePlace()
  const count = useCounts().of(view)
  const format = useFormatter()
  const isCurrent = place.view === view
  return (
    <li>
      <a
        href={writePlace({ view, narrow: {}, openId: null })}
        aria-current={isCurrent ? 'page' : undefined}
        aria-label={[count === null ? name : t('counted', { view: name, count }), also].filter(Boolean).join(', ')}
        onClick={(e) => {
          if (!isPlainPress(e)) return
          e.preventDefault()
          go({ view, narrow: {}, openId: null })
          onGo?.()
        }}
        className={cx(
          'flex h-8 items-center gap-2 rounded-md px-2 transition-colors hover:bg-hover',
          isCurrent && 'bg-selected font-medium text-accent-ink hover:bg-selected',
        )}
      >
        <span aria-hidden className={isCurrent ? '' : 'text-dim'}>
          {icon}
        </span>
        <span title={name} className="min-w-0 grow truncate">
          <bdi>{name}</bdi>
        </span>
        {children}
        {count !== null && count > 0 && (
          <span className={cx('text-xs tabular-nums', isCurrent ? '' : 'text-dim')}>{format.number(count, count > 99_999 ? { notation: 'compact' } : {})}</span>
        )}
      </a>
    </li>
  )
}
