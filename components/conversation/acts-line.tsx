'use client'
import { CircleAlert, Clock } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { ActsView, MessageView } from '@/lib/domain/messages/view'
import { useActAgain, useLetActBe } from './use-message-acts'
import { useReasonOrWords } from './use-reason'

/** What the customer does not see yet, or never will, of what was done to a message: why, and what can be done about it. */
export function ActsLine({ message, acts }: { message: MessageView; acts: ActsView }) {
  const t = useTranslations('conversation.acts')
  const { react, edit, remove } = acts
  return (
    <>
      {edit?.state === 'queued' && <Waiting>{t('editing')}</Waiting>}
      {remove?.state === 'queued' && <Waiting>{t('removing')}</Waiting>}
      {edit?.state === 'failed' && (
        <Stuck id={message.id} reason={edit.error} back={t('putBack')}>
          {t('notEdited', { words: edit.was ?? '' })}
        </Stuck>
      )}
      {remove?.state === 'failed' && (
        <Stuck id={message.id} reason={remove.error} back={t('leave')}>
          {t('notRemoved')}
        </Stuck>
      )}
      {react?.state === 'failed' && (
        <Stuck id={message.id} reason={react.error} back={t('leave')}>
          {react.emoji ? t('notReacted', { emoji: react.emoji }) : t('notUnreacted')}
        </Stuck>
      )}
    </>
  )
}

const Waiting = ({ children }: { children: ReactNode }) => (
  <p role="status" className="mt-1 flex items-center gap-1 text-xs text-dim">
    <Clock size={12} aria-hidden />
    {children}
  </p>
)

function Stuck({ id, reason, back, children }: { id: number; reason: string | null; back: string; children: ReactNode }) {
  const t = useTranslations('conversation.acts')
  const why = useReasonOrWords()
  const again = useActAgain(id)
  const leave = useLetActBe(id)
  return (
    <p className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-sm text-danger">
      <CircleAlert size={14} aria-hidden className="shrink-0" />
      <span dir="auto" className="min-w-0 break-words">
        {children}
      </span>
      {reason && <span dir="auto">{why(reason)}</span>}
      <button type="button" className="min-h-6 font-medium underline" disabled={again.isBusy} onClick={again.run}>
        {t('again')}
      </button>
      <button type="button" className="min-h-6 font-medium underline" disabled={leave.isBusy} onClick={leave.run}>
        {back}
      </button>
    </p>
  )
}
