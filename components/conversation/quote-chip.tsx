'use client'
import { Reply, X } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { MessageView } from '@/lib/domain/messages/view'
import { useNames } from './names'

/** What the answer being written answers, with a way to leave that out. `message`: absent where it is not at hand. */
export function QuoteChip({ message, contactName, onGo, onRemove }: { message: MessageView | undefined; contactName: string; onGo: () => void; onRemove: () => void }) {
  const t = useTranslations('conversation')
  const { user } = useNames()
  const name = !message
    ? ''
    : message.author.kind === 'contact'
      ? message.mail?.from?.name || message.mail?.from?.address || contactName || t('message.customer')
      : user(message.author.id)
  const words = message?.body || message?.attachments[0]?.name || t('quote.message')
  return (
    <div className="mx-3 mt-2 flex items-center gap-2 rounded-md border-s-2 border-accent bg-sunken ps-2 text-sm">
      <Reply size={14} aria-hidden className="shrink-0 text-accent-ink rtl:-scale-x-100" />
      <button type="button" onClick={onGo} className="min-h-8 min-w-0 grow truncate text-start" aria-label={t('quote.to', { name, words })}>
        {name && (
          <bdi className="font-medium">
            {name}
            {': '}
          </bdi>
        )}
        <span dir="auto" className="text-dim">
          {words}
        </span>
      </button>
      <button
        type="button"
        aria-label={t('quote.remove')}
        onClick={onRemove}
        className="inline-flex size-8 shrink-0 items-center justify-center rounded text-dim hover:bg-hover hover:text-ink"
      >
        <X size={14} aria-hidden />
      </button>
    </div>
  )
}
