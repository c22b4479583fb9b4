'use client'
import { Archive, ArchiveRestore, AlarmClock, BellOff, CircleCheck, Hourglass, MailOpen, MoreVertical, RotateCcw } from 'lucide-react'
import { type ComponentProps, Fragment, type ReactNode, useState } from 'react'
import { useTranslations } from 'use-intl'
import { SHORTCUTS } from '@/components/inbox/shortcuts'
import { cx } from '@/components/ui/cx'
import { IconButton } from '@/components/ui/icon-button'
import { Menu, MenuItem, MenuLine } from '@/components/ui/menu'
import { Tip } from '@/components/ui/tooltip'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useAct } from '@/lib/queries/mutations'
import { isMuted, MuteItems } from './mute-items'
import { SnoozeItems } from './snooze-items'

type Action = { id: string; label: string; short: string; keys: string; icon: ReactNode; pressed?: boolean } & (
  | { run: () => void }
  | { choices: ReactNode; title: string }
)
/** `count`: how many of the optional actions have room, see useFitting. */
type Props = { row: ConversationRow; count: number; onSnoozeDate: () => void; onUnread: () => void }

/** What can be done to a conversation, in words: as much as there is room for, the rest in a menu. One press each, its key in the tooltip. */
export function Actions({ row, count, onSnoozeDate, onUnread }: Props) {
  const t = useTranslations('conversation')
  const act = useAct()
  const [opened, setOpened] = useState<string | null>(null)
  const isCustomer = row.kind === 'customer'
  const isPending = row.status === 'pending'
  const { archived } = row.me
  const { id } = row
  const close: Action =
    row.status === 'closed'
      ? { id: 'close', label: t('header.reopen'), short: t('header.reopen'), keys: SHORTCUTS.close, icon: <RotateCcw size={16} />, run: () => act.reopen(id) }
      : { id: 'close', label: t('header.close'), short: t('header.close'), keys: SHORTCUTS.close, icon: <CircleCheck size={16} />, run: () => act.close(id) }
  const snooze: Action = {
    id: 'snooze',
    label: t('header.snooze'),
    short: t('header.snooze'),
    keys: SHORTCUTS.snooze,
    icon: <AlarmClock size={16} />,
    title: t('snooze.title'),
    choices: <SnoozeItems id={id} onCustom={onSnoozeDate} />,
  }
  const pending: Action = {
    id: 'pending',
    label: t(isPending ? 'header.reopen' : 'header.pending'),
    short: t(isPending ? 'header.reopen' : 'header.short.pending'),
    keys: SHORTCUTS.pending,
    icon: <Hourglass size={16} />,
    pressed: isPending,
    run: () => (isPending ? act.reopen(id) : act.markPending(id)),
  }
  const archive: Action = {
    id: 'archive',
    label: t(archived ? 'header.unarchive' : 'header.archive'),
    short: t(archived ? 'header.unarchive' : 'header.short.archive'),
    keys: SHORTCUTS.archive,
    icon: archived ? <ArchiveRestore size={16} /> : <Archive size={16} />,
    run: () => (archived ? act.unarchive(id) : act.archive(id)),
  }
  const unread: Action = {
    id: 'unread',
    label: t('header.unread'),
    short: t('header.short.unread'),
    keys: SHORTCUTS.unread,
    icon: <MailOpen size={16} />,
    run: onUnread,
  }
  const mute: Action = {
    id: 'mute',
    label: t('header.mute'),
    short: t('header.short.mute'),
    keys: SHORTCUTS.mute,
    icon: <BellOff size={16} className={isMuted(row) ? 'text-accent-ink' : undefined} />,
    title: t('mute.title'),
    choices: <MuteItems row={row} />,
  }
  // In the order in which they get room.
  const optional = isCustomer ? [snooze, pending, archive, unread, mute] : [archive, unread, mute]
  const rest = optional.slice(count)

  return (
    <>
      {isCustomer && <Shown action={close} fits="always" isTight />}
      {optional.map((action, i) => (
        <Shown key={action.id} action={action} fits="optional" isOut={i >= count} open={opened === action.id} onOpen={(open) => setOpened(open ? action.id : null)} />
      ))}
      <span data-fits="menu" className={rest.length > 0 ? undefined : 'invisible absolute'}>
        <Menu
          label={t('header.more')}
          align="end"
          trigger={
            <IconButton label={t('header.more')}>
              <MoreVertical size={17} />
            </IconButton>
          }
        >
          {rest.map((action) =>
            'run' in action ? (
              <MenuItem key={action.id} icon={action.icon} keys={action.keys} onSelect={action.run}>
                {action.label}
              </MenuItem>
            ) : null,
          )}
          {rest.map((action, i) =>
            'choices' in action ? (
              <Fragment key={action.id}>
                {(i > 0 || rest.some((a) => 'run' in a)) && <MenuLine />}
                {action.choices}
              </Fragment>
            ) : null,
          )}
        </Menu>
      </span>
    </>
  )
}

type ShownProps = { action: Action; fits: 'always' | 'optional'; isTight?: boolean; isOut?: boolean; open?: boolean; onOpen?: (open: boolean) => void }

function Shown({ action, fits, isTight, isOut, open, onOpen }: ShownProps) {
  const button = <LabelledButton action={action} isTight={isTight} onClick={'run' in action ? action.run : undefined} />
  return (
    <span data-fits={fits} className={isOut ? 'invisible absolute' : undefined}>
      {'run' in action ? (
        button
      ) : (
        <Menu label={action.title} align="end" open={open && !isOut} onOpenChange={onOpen} trigger={button}>
          {action.choices}
        </Menu>
      )}
    </span>
  )
}

/** `isTight`: where the bar is narrow the icon alone. */
function LabelledButton({ action, isTight, ...rest }: { action: Action; isTight?: boolean } & ComponentProps<'button'>) {
  return (
    <Tip label={action.label} keys={action.keys}>
      <button
        type="button"
        aria-label={action.label}
        aria-pressed={action.pressed}
        aria-keyshortcuts={action.keys}
        className="inline-flex h-8 min-w-8 items-center justify-center gap-1.5 rounded-md px-2 text-sm whitespace-nowrap text-dim transition-colors hover:bg-hover hover:text-ink aria-pressed:bg-selected aria-pressed:text-accent-ink data-[state=open]:bg-hover"
        {...rest}
      >
        {action.icon}
        <span className={cx(isTight && '@max-md:hidden')}>{action.short}</span>
      </button>
    </Tip>
  )
}
