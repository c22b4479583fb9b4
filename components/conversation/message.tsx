'use client'
import { Lock } from 'lucide-react'
import dynamic from 'next/dynamic'
import { memo, useRef, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Avatar } from '@/components/ui/avatar'
import { cx } from '@/components/ui/cx'
import type { MessageView } from '@/lib/domain/messages/view'
import { ActsLine } from './acts-line'
import { Attachments } from './attachments'
import { Failed, type Fate, FateMark } from './delivery'
import { CustomerReaction, Quoted, WaitingFiles } from './from-channel'
import { Looks } from './looks'
import { MailBody } from './mail-body'
import { MessageMenu } from './message-menu'
import { Reactions } from './reactions'
import { RichText } from './rich-text'
import { SystemMessage } from './system-line'
import { useThreadActs } from './thread-acts'
import { useRetry } from './use-message-acts'

// Few threads hold any.
const Cards = dynamic(() => import('./cards').then((m) => m.Cards))

const MessageEditor = dynamic(() => import('./message-editor').then((m) => m.MessageEditor), { ssr: false })

type Props = { message: MessageView; isFirst: boolean; isMine: boolean; name: string; isTeam: boolean; fate: Fate | null; onUnreadFrom: (index: number) => void }

/** One message. Ours stand at the end, theirs at the start, notes are yellow with a lock; the head says who and what in words. */
export const Message = memo(function Message({ message: m, isFirst, isMine, name, isTeam, fate, onUnreadFrom }: Props) {
  const t = useTranslations('conversation.message')
  const format = useFormatter()
  const [isEditing, setEditing] = useState(false)
  const place = useRef<HTMLElement>(null)
  const retry = useRetry(m.id)
  const { picture } = useThreadActs()
  if (m.kind === 'system') return <SystemMessage message={m} />

  const isNote = m.kind === 'note'
  const atEnd = isTeam ? isMine : m.author.kind !== 'contact'
  // By mail others than the customer write too, and colleagues from other programs.
  const shown = isMine ? t('you') : m.author.kind !== 'user' && m.mail?.from ? m.mail.from.name || m.mail.from.address : name
  const time = format.dateTime(new Date(m.createdAt), { timeStyle: 'short' })
  const isGone = m.deletedAt !== null
  const words = m.shown?.words ?? m.body
  return (
    <article
      ref={place}
      data-message={m.id}
      tabIndex={-1}
      aria-label={t(isNote ? 'noteByAt' : 'byAt', { name: shown, time })}
      className={cx('group flex gap-2 px-3 sm:px-5', isFirst ? 'pt-3' : 'pt-1', atEnd && 'flex-row-reverse')}
    >
      <div className="w-8 shrink-0 max-sm:hidden">{isFirst && <Avatar name={name} src={m.author.kind === 'contact' ? picture : undefined} />}</div>
      <div className={cx('flex max-w-[min(42rem,88%)] min-w-0 flex-col', atEnd ? 'items-end' : 'items-start')}>
        {isFirst && (
          <p className="mb-0.5 flex items-center gap-1.5 px-1 text-xs text-dim">
            <span className="font-medium text-ink" dir="auto">
              {shown}
            </span>
            {m.author.kind === 'contact' && <span>{t('customer')}</span>}
          </p>
        )}
        <div
          className={cx(
            'min-w-16 max-w-full rounded-xl border px-3 py-1.5',
            isGone
              ? 'border-dashed border-line text-dim italic'
              : isNote
                ? 'border-note-line bg-note text-note-ink'
                : atEnd
                  ? 'rounded-ee-sm border-transparent bg-mine'
                  : 'rounded-es-sm border-line bg-surface',
          )}
        >
          {isNote && !isGone && (
            <p className="mb-0.5 flex items-center gap-1 text-xs font-semibold">
              <Lock size={12} aria-hidden />
              {t('note')}
            </p>
          )}
          {m.replyTo && <Quoted id={m.replyTo.id} text={m.replyTo.text} />}
          {m.shown && <Cards cards={m.shown.cards} />}
          {isGone ? (
            <p>{t('removed')}</p>
          ) : isEditing ? (
            <MessageEditor
              message={m}
              onDone={() => {
                setEditing(false)
                place.current?.focus({ preventScroll: true })
              }}
            />
          ) : m.mail ? (
            <MailBody message={m} mail={m.mail} name={shown} isTheirs={m.author.kind === 'contact'} />
          ) : m.html ? (
            <Looks html={m.html} />
          ) : (
            words && <RichText text={words} />
          )}
          {m.attachments.length > 0 && <Attachments files={m.attachments} />}
          {m.waitingFiles && <WaitingFiles message={m} files={m.waitingFiles} />}
          <p className={cx('flex items-center justify-end gap-1 text-xs', isNote && !isGone ? 'text-note-ink' : 'text-dim')}>
            {m.editedAt !== null && !isGone && <span>{t('edited')}</span>}
            <time dateTime={new Date(m.createdAt).toISOString()} title={format.dateTime(new Date(m.createdAt), { dateStyle: 'full', timeStyle: 'short' })}>
              {time}
            </time>
            {fate && fate !== 'failed' && <FateMark fate={fate} />}
          </p>
        </div>
        {m.reactions && <Reactions message={m} />}
        {m.acts && <ActsLine message={m} acts={m.acts} />}
        {m.customerReaction && <CustomerReaction emoji={m.customerReaction} />}
        {fate === 'failed' && (
          <Failed reason={m.deliveryError}>
            <button type="button" className="min-h-6 font-medium underline" disabled={retry.isBusy} onClick={retry.run}>
              {t('retry')}
            </button>
          </Failed>
        )}
      </div>
      {!isGone && !isEditing && <MessageMenu message={m} isMine={isMine} onEdit={() => setEditing(true)} onUnreadFrom={onUnreadFrom} align={atEnd ? 'end' : 'start'} />}
    </article>
  )
})
