'use client'
import { Copy, Forward, MailOpen, MoreHorizontal, Pencil, Reply, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { cx } from '@/components/ui/cx'
import { Dialog } from '@/components/ui/dialog'
import { Menu, MenuItem, MenuLine, MenuTicks } from '@/components/ui/menu'
import { useToast } from '@/components/ui/toast'
import type { MessageView } from '@/lib/domain/messages/view'
import { EMOJIS } from './emojis'
import { canChange, isQuotable, isSeen, useThreadActs } from './thread-acts'
import { useReactions } from './use-reactions'
import { useRemove } from './use-message-acts'

type Props = { message: MessageView; isMine: boolean; align: 'start' | 'end'; onEdit: () => void; onUnreadFrom: (index: number) => void }

const BUTTON = 'inline-flex size-7 shrink-0 items-center justify-center self-center rounded-md text-dim hover:bg-hover hover:text-ink'

/** What can be done to one message. Only the button is there until it is wanted: a thread has many messages. */
export function MessageMenu(props: Props) {
  const t = useTranslations('conversation.message')
  const [isWanted, setWanted] = useState(false)
  if (isWanted) return <OpenMenu {...props} />
  return (
    <button
      type="button"
      aria-label={t('menu')}
      aria-haspopup="menu"
      onClick={() => setWanted(true)}
      className={cx(BUTTON, 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60')}
    >
      <MoreHorizontal size={16} aria-hidden />
    </button>
  )
}

function OpenMenu({ message, isMine: isOwn, align, onEdit, onUnreadFrom }: Props) {
  const t = useTranslations()
  const toast = useToast()
  const [isOpen, setOpen] = useState(true)
  const [isAsking, setAsking] = useState(false)
  const remove = useRemove(message.id)
  const { isMine, toggle } = useReactions(message)
  const { isTeam, channelType, quote, forward } = useThreadActs()
  const seen = EMOJIS.filter(([emoji]) => isSeen(channelType, message, emoji)).map(([emoji]) => emoji)
  const whoSees = isTeam || message.kind === 'note' ? null : seen.length === 0 ? 'team' : seen.length === EMOJIS.length ? 'customer' : 'some'
  const leaves = message.delivery !== null
  const copy = () => void navigator.clipboard?.writeText(message.body).then(() => toast.show({ text: t('conversation.message.copied') }))
  return (
    <>
      <Menu
        align={align}
        open={isOpen}
        onOpenChange={setOpen}
        label={t('conversation.message.menu')}
        trigger={
          <button
            type="button"
            aria-label={t('conversation.message.menu')}
            className={cx(BUTTON, !isOpen && 'opacity-0 group-hover:opacity-100 focus-visible:opacity-100 pointer-coarse:opacity-60')}
          >
            <MoreHorizontal size={16} aria-hidden />
          </button>
        }
      >
        <>
          <MenuTicks
            label={t('conversation.reactions.add')}
            options={EMOJIS.map(([emoji, name]) => ({ value: emoji, name: t(`conversation.reactions.${name}`), checked: isMine(emoji) }))}
            onToggle={toggle}
          />
          {whoSees && <p className="max-w-60 px-2 pb-1 text-xs text-dim">{t(`conversation.reactions.sees.${whoSees}`, { emojis: seen.join(' ') })}</p>}
          <MenuLine />
        </>
        {quote && isQuotable(message) && (
          <MenuItem icon={<Reply size={15} className="rtl:-scale-x-100" />} keys="q" onSelect={() => quote(message)}>
            {t('conversation.quote.answer')}
          </MenuItem>
        )}
        {forward && message.mail && isQuotable(message) && (
          <MenuItem icon={<Forward size={15} className="rtl:-scale-x-100" />} onSelect={() => forward(message)}>
            {t('conversation.mail.forward')}
          </MenuItem>
        )}
        <MenuItem icon={<MailOpen size={15} />} onSelect={() => onUnreadFrom(message.index)}>
          {t('conversation.message.unreadFrom')}
        </MenuItem>
        {message.body && (
          <MenuItem icon={<Copy size={15} />} onSelect={copy}>
            {t('conversation.message.copy')}
          </MenuItem>
        )}
        {isOwn && canChange(channelType, message, 'edit') && (
          <MenuItem icon={<Pencil size={15} />} onSelect={onEdit}>
            {t('conversation.message.edit')}
          </MenuItem>
        )}
        {isOwn && canChange(channelType, message, 'remove') && (
          <MenuItem danger icon={<Trash2 size={15} />} onSelect={() => setAsking(true)}>
            {t('conversation.message.remove')}
          </MenuItem>
        )}
      </Menu>
      <Dialog
        open={isAsking}
        onClose={() => setAsking(false)}
        title={t('conversation.message.removeAsk')}
        description={t(leaves ? 'conversation.acts.removeAbout' : 'conversation.message.removeAbout')}
        footer={
          <>
            <Button data-autofocus onClick={() => setAsking(false)}>
              {t('common.cancel')}
            </Button>
            <Button look="danger" busy={remove.isBusy} onClick={() => void remove.run().then((ok) => ok && setAsking(false))}>
              {t('conversation.message.remove')}
            </Button>
          </>
        }
      >
        <p className="line-clamp-4 whitespace-pre-wrap text-dim" dir="auto">
          {message.body}
        </p>
      </Dialog>
    </>
  )
}
