'use client'
import { CircleCheck, Inbox, SearchX, UsersRound } from 'lucide-react'
import { useRouter } from 'next/navigation'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { useCounts } from '@/lib/queries/counts'
import { useDirectory } from '@/lib/queries/directory'
import { channelOfView, isNarrowed, isSearchNarrowed } from '@/lib/queries/views'
import { usePlace } from './place'

/** Why the list is empty, and what to do about it. */
export function EmptyList() {
  const t = useTranslations('inbox.empty')
  const filters = useTranslations('inbox.filters')
  const router = useRouter()
  const { place, go } = usePlace()
  const counts = useCounts()
  const { channels } = useDirectory()
  const sum = (['all', 'pending', 'snoozed', 'closed'] as const).reduce((n, v) => n + (counts.of(v) ?? 0), 0)
  const { view } = place
  if (isSearchNarrowed(place.narrow))
    return (
      <Calm icon={<SearchX />} title={t('searched', { text: place.narrow.text ?? '' })} hint={t('searchedHint')}>
        <Button onClick={() => go({ narrow: { text: place.narrow.text, sort: place.narrow.sort } }, 'replace')}>{t('searchEverywhere')}</Button>
      </Calm>
    )
  if (isNarrowed(place.narrow))
    return (
      <Calm icon={<SearchX />} title={t('filtered')} hint={t('filteredHint')}>
        <Button onClick={() => go({ narrow: { sort: place.narrow.sort } })}>{filters(place.narrow.text ? 'clearSearch' : 'clear')}</Button>
      </Calm>
    )
  if (view === 'team') return <Calm icon={<UsersRound />} title={t('team')} hint={t('teamHint')} />
  if (sum === 0 && (counts.of('archived') ?? 0) === 0)
    return (
      <Calm icon={<Inbox />} title={t('none')} hint={t('noneHint')}>
        {channels.length === 0 && <Button onClick={() => router.push('/settings/channels')}>{t('connect')}</Button>}
      </Calm>
    )
  if (view === 'mine') {
    const waiting = counts.of('unassigned') ?? 0
    return (
      <Calm icon={<CircleCheck />} title={t('mine')} hint={t('mineHint', { count: waiting })}>
        {waiting > 0 && <Button onClick={() => go({ view: 'unassigned', narrow: {}, openId: null })}>{t('takeOne')}</Button>}
      </Calm>
    )
  }
  if (view === 'all') return <Calm icon={<CircleCheck />} title={t('allDone')} hint={t('allDoneHint')} />
  return (
    <Calm
      icon={<CircleCheck />}
      title={t(channelOfView(view) !== null ? 'channel' : view === 'needs-reply' ? 'needsReply' : (view as 'pending' | 'snoozed' | 'closed' | 'archived' | 'unassigned'))}
    />
  )
}

function Calm({ icon, title, hint, children }: { icon: ReactNode; title: string; hint?: string; children?: ReactNode }) {
  return (
    <div className="flex flex-col items-center gap-2 px-8 py-16 text-center">
      <span aria-hidden className="text-dim [&>svg]:size-7 [&>svg]:stroke-[1.5]">
        {icon}
      </span>
      <p className="font-medium">{title}</p>
      {hint && <p className="text-dim">{hint}</p>}
      {children}
    </div>
  )
}
