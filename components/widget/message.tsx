'use client'
import { type ReactNode, useMemo } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { linkify } from '@/components/conversation/linkify'
import { cx } from '@/components/ui/cx'
import type { VisitorMessage } from '@/lib/domain/visitors/view'
import type { Chat } from './chat'
import { ownZone } from './day'
import { Files } from './files'
import type { Waiting } from './outbox'
import { useReason } from './reason'

type Props = { chat: Chat; message: VisitorMessage; begins: boolean; ends: boolean; state: string | null }

/** One message. `begins` and `ends` a group of one side; `state`: how far one's own newest came. */
export function Bubble({ chat, message: m, begins, ends, state }: Props) {
  const t = useTranslations('widget')
  const format = useFormatter()
  const mine = m.from === 'me'
  const author = mine ? t('you') : (m.name ?? t('team'))
  return (
    <article className={cx('flex flex-col gap-1', mine ? 'items-end' : 'items-start', begins ? 'mt-3' : 'mt-0.5')}>
      <span dir="auto" className={begins && !mine ? 'px-1 text-[13px] text-dim' : 'sr-only'}>
        {author}
      </span>
      <Words body={m.body} mine={mine} ends={ends} />
      {m.attachments.length > 0 && <Files chat={chat} files={m.attachments} mine={mine} />}
      {(ends || state) && (
        <span className="px-1 text-[12px] text-dim">
          <time dateTime={new Date(m.at).toISOString()}>{format.dateTime(new Date(m.at), { timeStyle: 'short', timeZone: ownZone() })}</time>
          {state && ` · ${state}`}
        </span>
      )}
    </article>
  )
}

/** One's own words on their way. */
export function WaitingBubble({ chat, waiting: w, isOffline }: { chat: Chat; waiting: Waiting; isOffline: boolean }) {
  const t = useTranslations('widget')
  const reason = useReason()
  return (
    <article className="mt-1 flex flex-col items-end gap-1">
      <span className="sr-only">{t('you')}</span>
      <Words body={w.body} mine ends={true} isFaint={w.failed === null} />
      {w.files.length > 0 && <Files chat={chat} files={w.files} mine />}
      {w.failed === null ? (
        <span className="px-1 text-[12px] text-dim">{isOffline ? t('waiting') : t('sending')}</span>
      ) : (
        <div role="alert" className="flex flex-wrap items-center justify-end gap-x-1 text-[13px] text-danger">
          {t('notSent')} {reason(w.failed)}
          <Small onClick={() => chat.retry(w.key)}>{t('tryAgain')}</Small>
          <Small onClick={() => chat.discard(w.key)}>{t('discard')}</Small>
        </div>
      )}
    </article>
  )
}

const Small = ({ onClick, children }: { onClick: () => void; children: ReactNode }) => (
  <button type="button" onClick={onClick} className="min-h-7 rounded px-1.5 font-medium underline hover:no-underline">
    {children}
  </button>
)

function Words({ body, mine, ends, isFaint }: { body: string; mine: boolean; ends: boolean; isFaint?: boolean }) {
  const pieces = useMemo(() => linkify(body), [body])
  if (body.trim() === '') return null
  return (
    <p
      dir="auto"
      className={cx(
        'max-w-[85%] whitespace-pre-wrap rounded-2xl px-3.5 py-2 wrap-anywhere',
        mine ? 'bg-(--site) text-(--on-site)' : 'bg-sunken text-ink',
        ends && (mine ? 'rounded-ee-md' : 'rounded-es-md'),
        isFaint && 'outline-2 outline-dashed outline-offset-[-3px] outline-current/40',
      )}
    >
      {pieces.map((p, i) =>
        p.href ? (
          <a key={i} href={p.href} target="_blank" rel="noopener noreferrer nofollow" className="underline">
            {p.text}
          </a>
        ) : (
          p.text
        ),
      )}
    </p>
  )
}
