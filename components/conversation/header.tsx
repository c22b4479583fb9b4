'use client'
import { CircleDot, PanelRight, UserRound } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useLayoutEffect, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { Badge } from '@/components/ui/badge'
import { useKeys } from '@/components/inbox/keyboard'
import { beginTypeAhead, peekTypeAhead, useTypeAhead } from '@/components/ui/type-ahead'
import { SHORTCUTS } from '@/components/inbox/shortcuts'
import { IconButton } from '@/components/ui/icon-button'
import { shortMoment } from '@/components/ui/time'
import { Tip } from '@/components/ui/tooltip'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { usePresence } from '@/lib/queries/presence'
import { Actions } from './actions'
import { AssignPicker } from './assign-picker'
import { BackButton } from './back-button'
import { isMuted } from './mute-items'
import { useNames } from './names'
import { Title } from './title'
import { useFitting } from './use-fitting'

const SnoozeDialog = dynamic(() => import('./snooze-dialog').then((m) => m.SnoozeDialog), { ssr: false })

type Props = { row: ConversationRow; isDetailsOpen: boolean; onDetails: () => void; onUnread: () => void }

/** Who and what this is, and what can be done to it. */
export function Header({ row, isDetailsOpen, onDetails, onUnread }: Props) {
  const t = useTranslations('conversation')
  const { user } = useNames()
  const bar = useRef<HTMLDivElement>(null)
  const count = useFitting(bar)
  const [isAssigning, setAssigning] = useState(false)
  const [choosing, setChoosing] = useState<'time' | 'date' | null>(null)
  const isCustomer = row.kind === 'customer'

  // The keys belong to the whole inbox; those that open a choice open it here, and what is typed since is its search.
  useKeys({ details: onDetails })
  const held = useTypeAhead()
  useLayoutEffect(() => {
    const { kind } = peekTypeAhead((x) => (x.kind === 'assign' || x.kind === 'snooze') && x.conversationId === row.id)?.target ?? {}
    if (!kind) return
    if (!isCustomer) beginTypeAhead({ kind: 'nothing' }, true)
    else if (kind === 'assign') setAssigning(true)
    else setChoosing('time')
  }, [held, row.id, isCustomer])

  return (
    <header className="@container relative border-b border-line bg-surface">
      <div ref={bar} className="flex min-h-13 items-center gap-2 px-2 py-1.5 sm:px-4">
        <span data-fits="always" className="shrink-0 empty:hidden md:hidden">
          <BackButton />
        </span>
        <div className="min-w-0 grow">
          <Title row={row} />
          <StatusLine row={row} />
        </div>
        <div role="toolbar" aria-label={t('header.actions')} className="flex shrink-0 items-center gap-0.5">
          {isCustomer && (
            <span data-fits="always">
              <AssignPicker
                row={row}
                open={isAssigning}
                onOpenChange={setAssigning}
                trigger={<AssigneeButton row={row} name={row.assigneeId === null ? null : user(row.assigneeId)} />}
              />
            </span>
          )}
          <Actions row={row} count={count} onSnoozeDate={() => setChoosing('date')} onUnread={onUnread} />
          <span data-fits="always">
            <IconButton label={t('header.details')} keys={SHORTCUTS.details} pressed={isDetailsOpen} onClick={onDetails}>
              <PanelRight size={17} className="rtl:-scale-x-100" />
            </IconButton>
          </span>
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
  const at = (ms: number) => shortMoment(format, ms, Date.now())
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
