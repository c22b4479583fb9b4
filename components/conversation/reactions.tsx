'use client'
import { Check, CircleAlert, Clock } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { Tip } from '@/components/ui/tooltip'
import type { MessageView } from '@/lib/domain/messages/view'
import { useMe } from '@/lib/queries/directory'
import { emojiName } from './emojis'
import { useNames } from './names'
import { useThreadActs } from './thread-acts'
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
  const { isTeam } = useThreadActs()
  const out = message.acts?.react
  const sees = useTranslations('conversation.acts')
  // Who of us reacted is ours to know; that somebody did, the customer sees of one.
  const seenBy = (emoji: string) => (isTeam || message.kind === 'note' ? null : out?.emoji === emoji ? out.state : 'team')
  const who = (ids: readonly number[]) => {
    const names = ids.map((id) => (id === me ? you : user(id)))
    return t('who', { names: names.slice(0, NAMED).join(', '), more: Math.max(0, names.length - NAMED) })
  }
  return (
    <ul aria-label={t('label')} className="mt-1 flex max-w-full flex-wrap gap-1">
      {Object.entries(message.reactions ?? {}).map(([emoji, ids]) => {
        const known = emojiName(emoji)
        const by = seenBy(emoji)
        const name = `${known ? t(known) : emoji}: ${who(ids)}${by ? `. ${sees(`reaction.${by}`)}` : ''}`
        const Mark = by === 'done' ? Check : by === 'queued' ? Clock : by === 'failed' ? CircleAlert : null
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
                {Mark && <Mark size={12} aria-hidden className={by === 'failed' ? 'text-danger' : undefined} />}
              </button>
            </Tip>
          </li>
        )
      })}
    </ul>
  )
}
