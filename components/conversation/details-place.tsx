'use client'
import dynamic from 'next/dynamic'
import { useTranslations } from 'use-intl'
import { Sheet } from '@/components/ui/sheet'
import { Skeleton } from '@/components/ui/skeleton'
import type { Opened } from '@/lib/queries/thread-merge'

const Details = dynamic(() => import('./details').then((m) => m.Details), { ssr: false, loading: () => <Skeleton className="m-4 h-40" /> })

/** Beside the thread where there is room, over it as a sheet where there is not. */
export function DetailsPlace({ opened, isWide, onClose }: { opened: Opened; isWide: boolean; onClose: () => void }) {
  const t = useTranslations('conversation.details')
  if (isWide)
    return (
      <aside aria-label={t('title')} className="w-72 shrink-0 border-s border-line xl:w-80">
        <Details opened={opened} onClose={onClose} />
      </aside>
    )
  return (
    <Sheet label={t('title')} onClose={onClose} className="ms-auto w-[min(22rem,92vw)] max-w-none border-s bg-surface">
      <Details opened={opened} onClose={onClose} />
    </Sheet>
  )
}
