'use client'
import { Paperclip } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import type { Customer } from '@/lib/queries/demo'

const EMOJIS = ['👍', '❤️', '😂'] as const

type Props = { bubble: Customer['bubbles'][number]; mayReact: boolean; onReact: (emoji: string | null) => void }

/** One message on the customer's screen: theirs at the end, the shop's at the start. */
export function PhoneBubble({ bubble: b, mayReact, onReact }: Props) {
  const t = useTranslations('demo')
  const emojis = [b.emoji.theirs, b.emoji.ours].filter((e) => e !== null)
  return (
    <li className={cx('group flex max-w-[85%] items-end gap-1.5', b.ours ? 'self-start' : 'flex-row-reverse self-end')}>
      <div className={cx('min-w-0 rounded-2xl px-3 py-1.5', b.ours ? 'border border-line bg-surface' : 'bg-mine')}>
        <span className="sr-only">{t(b.ours ? 'shopSays' : 'customerSays')}</span>
        {b.file && (
          <p className="flex items-center gap-1 text-sm text-dim">
            <Paperclip size={12} aria-hidden />
            <span className="truncate">{b.file}</span>
          </p>
        )}
        <p dir="auto" className={cx('wrap-anywhere whitespace-pre-wrap', b.removed && 'text-dim italic')}>
          {b.removed ? t('removed') : b.text}
        </p>
        {b.edited && !b.removed && <p className="text-xs text-dim">{t('edited')}</p>}
        {emojis.length > 0 && <p className="text-sm">{emojis.join(' ')}</p>}
      </div>
      {b.ours && mayReact && !b.removed && (
        <span className="flex opacity-0 group-focus-within:opacity-100 group-hover:opacity-100 max-md:opacity-100">
          {EMOJIS.map((e) => (
            <button
              key={e}
              type="button"
              aria-pressed={b.emoji.theirs === e}
              aria-label={t('react', { emoji: e })}
              onClick={() => onReact(b.emoji.theirs === e ? null : e)}
              className="size-7 rounded hover:bg-hover"
            >
              {e}
            </button>
          ))}
        </span>
      )}
    </li>
  )
}
