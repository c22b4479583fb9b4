'use client'
import dynamic from 'next/dynamic'
import { useTranslations } from 'use-intl'
import { Sheet } from '@/components/ui/sheet'
import { Splitter, usePaneWidth } from '@/components/ui/splitter'
import { Skeleton } from '@/components/ui/skeleton'
import type { Opened } from '@/lib/queries/thread-merge'

const Details = dynamic(() => import('./details').then((m) => m.Details), { ssr: false, loading: () => <Skeleton className="m-4 h-40" /> })

/** Beside the thread where there is room, over it as a sheet where there is not. */
export function DetailsPlace({ opened, isWide, onClose }: { opened: Opened; isWide: boolean; onClose: () => void }) {
  const t = useTranslations('conversation.details')
  const pane = usePaneWidth('details', { min: 240, max: 560, start: 280 })
  if (isWide)
    return (
      <aside id="details" aria-label={t('title')} style={{ '--details-width': `${pane.width}px` }} className="relative w-(--details-width) min-w-60 border-s border-line">
        <Details opened={opened} onClose={onClose} />
        <Splitter pane={pane} label={t('resize')} controls="details" edge="start" />
      </aside>
    )
  return (
    <Sheet label={t('title')} onClose={onClose} className="ms-auto w-[min(22rem,92vw)] max-w-none border-s bg-surface">
      <Details opened={opened} onClose={onClose} />
    </Sheet>
  )
}
