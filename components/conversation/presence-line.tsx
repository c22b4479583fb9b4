'use client'
import { Eye, PencilLine } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import { useMe } from '@/lib/queries/directory'
import { usePresence } from '@/lib/queries/presence'
import { useNames } from './names'

/** Who else is here and who is writing. Always takes its line, so that nothing jumps when somebody comes. */
export function PresenceLine({ row }: { row: ConversationRow }) {
  const t = useTranslations('conversation.presence')
  const format = useFormatter()
  const me = useMe().id
  const { user } = useNames()
  const presence = usePresence(row.id)
  const others = presence?.users.filter((u) => u.userId !== me) ?? []
  const say = (key: 'viewing' | 'replying' | 'noting' | 'writing', list: typeof others) =>
    list.length > 0 ? t(key, { names: format.list(list.map((u) => user(u.userId))), count: list.length }) : null
  const replying = others.filter((u) => u.typing === 'reply')
  const words = [
    presence?.contactTyping ? t('customerTyping', { name: row.contactName ?? '' }) : null,
    say(row.kind === 'team' ? 'writing' : 'replying', replying),
    say(
      'noting',
      others.filter((u) => u.typing === 'note'),
    ),
  ].filter((w) => w !== null)
  const viewing = say(
    'viewing',
    others.filter((u) => u.typing === null),
  )
  return (
    <p aria-live="polite" className="flex h-6 shrink-0 items-center gap-2 truncate px-5 text-xs text-dim">
      {words.length > 0 ? (
        <>
          <PencilLine size={12} aria-hidden className="animate-pulse text-accent-ink" />
          <span className="truncate font-medium text-ink" dir="auto">
            {words.join(' · ')}
          </span>
        </>
      ) : viewing ? (
        <>
          <Eye size={12} aria-hidden />
          <span className="truncate" dir="auto">
            {viewing}
          </span>
        </>
      ) : null}
    </p>
  )
}
