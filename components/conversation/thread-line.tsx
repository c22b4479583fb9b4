'use client'
import { shownName } from '@/components/ui/shown-name'
import { useFormatter, useNow, useTranslations } from 'use-intl'
import type { ConversationRow } from '@/lib/domain/conversations/row'
import type { useSend } from '@/lib/queries/send'
import { fateOf } from './delivery'
import type { Item } from './items'
import { Message } from './message'
import { useNames } from './names'
import { WaitingMessage } from './waiting-message'

type Props = { item: Item; row: ConversationRow; me: number; sending: ReturnType<typeof useSend>; onUnreadFrom: (index: number) => void }

/** One line of a thread, whatever it is. */
export function ThreadLine({ item, row, me, sending, onUnreadFrom }: Props) {
  const t = useTranslations('conversation')
  const { user } = useNames()
  switch (item.type) {
    case 'day':
      return <DayLine at={item.at} />
    case 'new':
      return (
        <div className="flex items-center gap-3 px-5 pt-3" role="separator" aria-label={t('thread.new')}>
          <span className="h-px flex-1 bg-danger" />
          <span className="rounded-full bg-danger-soft px-2 py-0.5 text-xs font-semibold text-danger">{t('thread.new')}</span>
          <span className="h-px flex-1 bg-danger" />
        </div>
      )
    case 'waiting':
      return <WaitingMessage entry={item.entry} isFirst={item.isFirst} onRetry={sending.retry} onDiscard={sending.discard} />
    default: {
      const m = item.message
      const isMine = m.author.kind === 'user' && m.author.id === me
      const name = m.author.kind === 'contact' ? (shownName(row.contactName) ?? t('message.customer')) : user(m.author.id)
      return <Message message={m} isFirst={item.isFirst} isMine={isMine} name={name} isTeam={row.kind === 'team'} fate={fateOf(m, row)} onUnreadFrom={onUnreadFrom} />
    }
  }
}

function DayLine({ at }: { at: number }) {
  const t = useTranslations('conversation.thread')
  const format = useFormatter()
  const now = useNow()
  const day = (ms: number | Date) => format.dateTime(new Date(ms), { dateStyle: 'short' })
  const year = (ms: number | Date) => format.dateTime(new Date(ms), { year: 'numeric' })
  const name =
    day(at) === day(now)
      ? t('today')
      : day(at) === day(now.getTime() - 86_400_000)
        ? t('yesterday')
        : format.dateTime(new Date(at), {
            weekday: 'long',
            day: 'numeric',
            month: 'long',
            ...(year(at) === year(now) ? {} : { year: 'numeric' }),
          })
  return (
    <div className="flex items-center gap-3 px-5 pt-3 text-xs text-dim" role="separator" aria-label={name}>
      <span className="h-px flex-1 bg-line" />
      <span className="font-medium first-letter:uppercase">{name}</span>
      <span className="h-px flex-1 bg-line" />
    </div>
  )
}
