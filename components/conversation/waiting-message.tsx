'use client'
import { Lock } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import type { OutboxEntry } from '@/lib/queries/outbox'
import { Failed, FateMark } from './delivery'
import { FileList } from './file-list'
import { Looks } from './looks'
import { useReason } from './use-reason'
import { RichText } from './rich-text'

type Props = { entry: OutboxEntry; isFirst: boolean; onRetry: (key: string) => void; onDiscard: (key: string) => void }

/** A message of mine that the server has not answered for yet. Looks as it will look, with its state at the end. */
export function WaitingMessage({ entry, isFirst, onRetry, onDiscard }: Props) {
  const t = useTranslations('conversation')
  const reason = useReason()
  const isNote = entry.kind === 'note'
  const isFailed = entry.state === 'failed'
  const isQueued = entry.state === 'queued' && entry.attempts > 0
  return (
    <article
      aria-label={t(isNote ? 'message.noteByAt' : 'message.byAt', {
        name: t('message.you'),
        time: t(isFailed ? 'delivery.failed' : entry.state === 'sending' ? 'delivery.sending' : 'delivery.queued'),
      })}
      className={cx('flex flex-row-reverse gap-2 px-3 sm:px-5', isFirst ? 'pt-3' : 'pt-1')}
    >
      <div className="w-8 shrink-0 max-sm:hidden" />
      <div className="flex max-w-[min(42rem,88%)] min-w-0 flex-col items-end">
        {isFirst && <p className="mb-0.5 px-1 text-xs font-medium">{t('message.you')}</p>}
        <div
          className={cx(
            'min-w-16 max-w-full rounded-xl rounded-ee-sm border px-3 py-1.5',
            isNote ? 'border-note-line bg-note text-note-ink' : 'border-transparent bg-mine',
            isFailed && 'border-danger',
          )}
        >
          {isNote && (
            <p className="mb-0.5 flex items-center gap-1 text-xs font-semibold">
              <Lock size={12} aria-hidden />
              {t('message.note')}
            </p>
          )}
          {entry.more?.html && !isNote ? <Looks html={entry.more.html} /> : entry.body && <RichText text={entry.body} />}
          {entry.attachments.length > 0 && <FileList files={entry.attachments} />}
          {!isFailed && (
            <p className={cx('flex items-center justify-end gap-1 text-xs', isNote ? 'text-note-ink' : 'text-dim')}>
              {isQueued && <span>{t('delivery.queued')}</span>}
              <FateMark fate={entry.state === 'sending' ? 'sending' : 'queued'} />
            </p>
          )}
        </div>
        {(isFailed || isQueued) &&
          (isFailed ? (
            <Failed reason={reason(entry.reason)}>
              <button type="button" className="min-h-6 font-medium underline" onClick={() => onRetry(entry.key)}>
                {t('message.retry')}
              </button>
              <button type="button" className="min-h-6 font-medium underline" onClick={() => onDiscard(entry.key)}>
                {t('message.discard')}
              </button>
            </Failed>
          ) : (
            <p className="mt-1 flex gap-2 text-sm text-dim">
              <button type="button" className="min-h-6 font-medium underline" onClick={() => onRetry(entry.key)}>
                {t('message.retry')}
              </button>
              <button type="button" className="min-h-6 font-medium underline" onClick={() => onDiscard(entry.key)}>
                {t('message.discard')}
              </button>
            </p>
          ))}
      </div>
    </article>
  )
}
