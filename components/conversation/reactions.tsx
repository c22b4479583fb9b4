'use client'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { Tip } from '@/components/ui/tooltip'
import type { MessageView } from '@/lib/domain/messages/view'
import { useMe } from '@/lib/queries/directory'
import { emojiName } from './emojis'
import { useNames } from './names'
import { useReactions } from './use-reactions'

/** Who is named; the rest are counted. */
const NAMED = 12

/** How colleagues reacted: an emoji, how many, and in words who. A press adds one's own or takes it back. */
export function Reactions({ message }: { message: MessageView }) {
  const t = useTranslations('conversation.reactions')
  const you = useTranslations('conversation.message')('you')
  const { user } = useNames()
  const me = useMe().id
  const { isMine, toggle } = useReactions(message)
  const who = (ids: readonly number[]) => {
    const names = ids.map((id) => (id === me ? you : user(id)))
    return t('who', { names: names.slice(0, NAMED).join(', '), more: Math.max(0, names.length - NAMED) })
  }
  return (
    <ul aria-label={t('label')} className="mt-1 flex max-w-full flex-wrap gap-1">
      {Object.entries(message.reactions ?? {}).map(([emoji, ids]) => {
        const known = emojiName(emoji)
        const name = `${known ? t(known) : emoji}: ${who(ids)}`
        return (
          <li key={emoji}>
            <Tip label={name}>
              <button
                type="button"
                aria-pressed={isMine(emoji)}
                aria-label={name}
                onClick={(e) => {
                  // The last one off takes its chip away: whoever pressed a key goes on from the message's menu.
                  if (e.detail === 0 && isMine(emoji) && ids.length === 1) e.currentTarget.closest('article')?.querySelector<HTMLElement>('[aria-haspopup=menu]')?.focus()
                  toggle(emoji)
                }}
                className={cx(
                  'inline-flex h-6 items-center gap-1 rounded-full border px-2 text-xs tabular-nums',
                  isMine(emoji) ? 'border-accent bg-selected text-accent-ink' : 'border-line bg-surface text-dim hover:bg-hover',
                )}
              >
                <span aria-hidden>{emoji}</span>
                {ids.length}
              </button>
            </Tip>
          </li>
        )
      })}
    </ul>
  )
}
