'use client'
import { CircleAlert, File, Image, LoaderCircle, Mic, Reply, Sticker, Video } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { MessageView } from '@/lib/domain/messages/view'
import { useThreadActs } from './thread-acts'
import { useFetchAgain } from './use-message-acts'

const ICONS = { image: Image, audio: Mic, voice: Mic, video: Video, file: File, sticker: Sticker } as const

/** What the customer sent and is not here yet: on its way, or not to be had, with another try. */
export function WaitingFiles({ message, files }: { message: MessageView; files: NonNullable<MessageView['waitingFiles']> }) {
  const t = useTranslations('conversation.fromChannel')
  const again = useFetchAgain(message.id)
  return (
    <ul className="mt-1 flex flex-col gap-1 first:mt-0">
      {files.map((f, n) => {
        const Icon = f.error ? CircleAlert : ICONS[f.kind]
        return (
          <li key={n} className="flex min-h-10 max-w-full items-center gap-2 rounded-md border border-dashed border-line px-2.5 py-1.5 text-sm text-dim">
            <Icon size={16} aria-hidden className="shrink-0" />
            <span className="min-w-0 truncate" dir="auto">
              {f.name ?? t(f.kind)}
            </span>
            {f.error ? (
              <>
                <span className="text-danger">{t('notHad')}</span>
                <button type="button" className="min-h-6 font-medium underline" disabled={again.isBusy} onClick={again.run}>
                  {t('again')}
                </button>
              </>
            ) : (
              <LoaderCircle size={14} aria-label={t('onItsWay')} className="shrink-0 animate-spin motion-reduce:animate-none" />
            )}
          </li>
        )
      })}
    </ul>
  )
}

/** What it answers, in a few words; a press shows it. */
export function Quoted({ id, text }: { id: number; text: string }) {
  const t = useTranslations('conversation')
  const { goTo } = useThreadActs()
  return (
    <button
      type="button"
      onClick={() => goTo(id)}
      className="mb-1 flex min-h-6 max-w-full items-center gap-1 border-s-2 border-line ps-2 text-start text-xs text-dim hover:text-ink"
    >
      <Reply size={12} role="img" aria-label={t('fromChannel.answers')} className="shrink-0 rtl:-scale-x-100" />
      <span className="min-w-0 truncate" dir="auto">
        {text || t('quote.message')}
      </span>
    </button>
  )
}

/** The customer's own emoji on a message. */
export function CustomerReaction({ emoji }: { emoji: string }) {
  const t = useTranslations('conversation.fromChannel')
  return (
    <p role="img" aria-label={t('reacted', { emoji })} title={t('reacted', { emoji })} className="mt-1 rounded-full border border-line bg-surface px-2 py-0.5 text-sm">
      {emoji}
    </p>
  )
}
