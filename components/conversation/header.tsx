'use client'
import { Archive, ArchiveRestore, AlarmClock, BellOff, CircleCheck, CircleDot, Hourglass, MailOpen, MoreVertical, PanelRight, RotateCcw, UserRound } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useLayoutEffect, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { useKeys } from '@/components/inbox/keyboard'
import { beginTypeAhead, peekTypeAhead, useTypeAhead } from '@/components/ui/type-ahead'
import { SHORTCUTS } from '@/components/inbox/shortcuts'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu'
import { Tip } from '@/components/ui/tooltip'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useAct } from '@/lib/queries/mutations'
import { usePresence } from '@/lib/queries/presence'
import { AssignPicker } from './assign-picker'
import { BackButton } from './back-button'
import { isMuted, MuteItems } from './mute-items'
import { useNames } from './names'
import { SnoozeItems } from './snooze-items'
import { Title } from './title'

const SnoozeDialog = dynamic(() => import('./snooze-dialog').then((m) => m.SnoozeDialog), { ssr: false })

type Props = { row: ConversationRow; isDetailsOpen: boolean; onDetails: () => void; onUnread: () => void }
type Opened = 'assign' | 'snooze' | 'mute' | 'more' | null

/** Who and what this is, and what can be done to it: each one press, each with its key in the tooltip. */
export function Header({ row, isDetailsOpen, onDetails, onUnread }: Props) {
  const t = useTranslations('conversation')
  const act = useAct()
  const { user } = useNames()
  const [opened, setOpened] = useState<Opened>(null)
  const [choosing, setChoosing] = useState<'time' | 'date' | null>(null)
  const isCustomer = row.kind === 'customer'
  const isClosed = row.status === 'closed'
  const { archived } = row.me
  const toggle = (what: Opened) => (open: boolean) => setOpened(open ? what : null)
  const flipClosed = () => (isClosed ? act.reopen(row.id) : act.close(row.id))
  const flipArchived = () => (archived ? act.unarchive(row.id) : act.archive(row.id))
  const flipPending = () => (row.status === 'pending' ? act.reopen(row.id) : act.markPending(row.id))

  // The keys belong to the whole inbox; those that open a choice open it here, and what is typed since is its search.
  useKeys({ details: onDetails })
  const held = useTypeAhead()
  useLayoutEffect(() => {
    const { kind } = peekTypeAhead((x) => (x.kind === 'assign' || x.kind === 'snooze') && x.conversationId === row.id)?.target ?? {}
    if (!kind) return
    if (!isCustomer) beginTypeAhead({ kind: 'nothing' }, true)
    else if (kind === 'assign') setOpened('assign')
    else setChoosing('time')
  }, [held, row.id, isCustomer])

  return (
    <header className="@container border-b border-line bg-surface">
      <div className="flex min-h-13 items-center gap-2 px-2 py-1.5 sm:px-4">
        <BackButton />
        <div className="min-w-0 grow">
          <Title row={row} />
          <StatusLine row={row} />
        </div>
        <div role="toolbar" aria-label={t('header.actions')} className="flex shrink-0 items-center gap-0.5">
          {isCustomer && (
            <AssignPicker
              row={row}
              open={opened === 'assign'}
              onOpenChange={toggle('assign')}
              trigger={<AssigneeButton row={row} name={row.assigneeId === null ? null : user(row.assigneeId)} />}
            />
          )}
          {isCustomer && (
            <IconButton label={t(isClosed ? 'header.reopen' : 'header.close')} keys={SHORTCUTS.close} onClick={flipClosed}>
              {isClosed ? <RotateCcw size={17} /> : <CircleCheck size={17} />}
            </IconButton>
          )}
          <span className="contents @max-2xl:hidden">
            {isCustomer && (
              <>
                <IconButton
                  label={t(row.status === 'pending' ? 'header.reopen' : 'header.pending')}
                  keys={SHORTCUTS.pending}
                  pressed={row.status === 'pending'}
                  onClick={flipPending}
                >
                  <Hourglass size={17} />
                </IconButton>
                <Menu
                  label={t('snooze.title')}
                  align="end"
                  open={opened === 'snooze'}
                  onOpenChange={toggle('snooze')}
                  trigger={
                    <IconButton label={t('header.snooze')} keys={SHORTCUTS.snooze}>
                      <AlarmClock size={17} />
                    </IconButton>
                  }
                >
                  <SnoozeItems id={row.id} onCustom={() => setChoosing('date')} />
                </Menu>
              </>
            )}
            <IconButton label={t(archived ? 'header.unarchive' : 'header.archive')} keys={SHORTCUTS.archive} onClick={flipArchived}>
              {archived ? <ArchiveRestore size={17} /> : <Archive size={17} />}
            </IconButton>
            <Menu
              label={t('mute.title')}
              align="end"
              open={opened === 'mute'}
              onOpenChange={toggle('mute')}
              trigger={
                <IconButton label={t('header.mute')} keys={SHORTCUTS.mute}>
                  <BellOff size={17} className={isMuted(row) ? 'text-accent-ink' : undefined} />
                </IconButton>
              }
            >
              <MuteItems row={row} />
            </Menu>
            <IconButton label={t('header.unread')} keys={SHORTCUTS.unread} onClick={onUnread}>
              <MailOpen size={17} />
            </IconButton>
          </span>
          <span className="contents @2xl:hidden">
            <Menu
              label={t('header.more')}
              align="end"
              open={opened === 'more'}
              onOpenChange={toggle('more')}
              trigger={
                <IconButton label={t('header.more')}>
                  <MoreVertical size={17} />
                </IconButton>
              }
            >
              {isCustomer && (
                <MenuItem icon={<Hourglass size={15} />} keys={SHORTCUTS.pending} onSelect={flipPending}>
                  {t(row.status === 'pending' ? 'header.reopen' : 'header.pending')}
                </MenuItem>
              )}
              <MenuItem icon={<Archive size={15} />} keys={SHORTCUTS.archive} onSelect={flipArchived}>
                {t(archived ? 'header.unarchive' : 'header.archive')}
              </MenuItem>
              <MenuItem icon={<MailOpen size={15} />} keys={SHORTCUTS.unread} onSelect={onUnread}>
                {t('header.unread')}
              </MenuItem>
              {isCustomer && (
                <>
                  <MenuLine />
                  <SnoozeItems id={row.id} onCustom={() => setChoosing('date')} />
                </>
              )}
              <MenuLine />
              <MuteItems row={row} />
            </Menu>
          </span>
          <IconButton label={t('header.details')} keys={SHORTCUTS.details} pressed={isDetailsOpen} onClick={onDetails}>
            <PanelRight size={17} className="rtl:-scale-x-100" />
          </IconButton>
        </div>
      </div>
      {choosing && <SnoozeDialog id={row.id} from={choosing} onClose={() => setChoosing(null)} />}
    </header>
  )
}

function AssigneeButton({ row, name, ...rest }: { row: ConversationRow; name: string | null } & Omit<React.ComponentProps<'button'>, 'name'>) {
  const t = useTranslations('conversation.header')
  const label = row.assigneeId === null ? t('assign') : t('assignee', { name: name ?? '' })
  return (
    <Tip label={label} keys={SHORTCUTS.assign}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        aria-keyshortcuts={SHORTCUTS.assign}
        className="inline-flex h-8 max-w-40 items-center gap-1.5 rounded-md border border-line px-2 text-sm hover:bg-hover data-[state=open]:bg-hover"
      >
        {name ? <Avatar name={name} size="sm" /> : <UserRound size={15} aria-hidden className="text-dim" />}
        <span className="truncate @max-xl:hidden" dir="auto">
          {name ?? t('unassigned')}
        </span>
      </button>
    </Tip>
  )
}

/** Status, snooze and mute in words. */
function StatusLine({ row }: { row: ConversationRow }) {
  const t = useTranslations('conversation.status')
  const format = useFormatter()
  const at = (ms: number) => format.dateTime(new Date(ms), { weekday: 'short', day: 'numeric', month: 'short', hour: 'numeric', minute: '2-digit' })
  const { team } = useNames()
  const presence = useTranslations('conversation.presence')
  const isOnline = usePresence(row.id)?.contactOnline === true
  const teamName = team(row.teamId)
  return (
    <p className="flex max-h-11 min-w-0 flex-wrap items-center gap-1.5 overflow-hidden text-xs text-dim">
      {row.kind === 'customer' && (
        <Badge tone={row.status === 'open' ? 'good' : row.status === 'closed' ? 'plain' : 'warn'}>
          <CircleDot size={11} aria-hidden />
          {row.status === 'snoozed' && row.snoozedUntil ? t('snoozedUntil', { time: at(row.snoozedUntil) }) : t(row.status)}
        </Badge>
      )}
      {row.title && row.contactName && (
        <span className="truncate" dir="auto">
          {row.contactName}
        </span>
      )}
      {isOnline && <span className="font-medium text-good">{presence('customerOnline')}</span>}
      {teamName && (
        <Badge>
          <span dir="auto">{teamName}</span>
        </Badge>
      )}
      {row.me.archived && <Badge>{t('archived')}</Badge>}
      {isMuted(row) && <Badge>{t('muted')}</Badge>}
    </p>
  )
}
