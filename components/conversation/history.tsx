'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useTranslations } from 'use-intl'
import { Button } from '@/components/ui/button'
import { Skeleton } from '@/components/ui/skeleton'
import { Ago } from '@/components/ui/time'
import type { HistoryEntry } from '@/lib/domain/conversations/history'
import { get } from '@/lib/queries/fetch'
import { keys } from '@/lib/queries/keys'
import { useHistoryWords } from './history-words'

type Page = { entries: HistoryEntry[]; next: number | null }

/** Everything that happened, newest first, page by page. */
export function History({ id, contactName }: { id: number; contactName: string }) {
  const t = useTranslations('conversation.details')
  const common = useTranslations('common')
  const words = useHistoryWords(contactName)
  const q = useInfiniteQuery({
    queryKey: keys.history(id),
    queryFn: ({ pageParam, signal }) => get<Page>(`/conversations/${id}/history`, { before: pageParam, limit: 30 }, { signal }),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => page.next ?? undefined,
    staleTime: 0,
  })
  if (q.isPending)
    return (
      <div aria-busy className="flex flex-col gap-2">
        {[1, 2, 3].map((i) => (
          <Skeleton key={i} className="h-4 w-full" />
        ))}
      </div>
    )
  if (q.isError)
    return (
      <p className="text-sm text-danger">
        {t('failed')}{' '}
        <button type="button" className="underline" onClick={() => void q.refetch()}>
          {common('retry')}
        </button>
      </p>
    )
  const lines = q.data.pages
    .flatMap((p) => p.entries)
    .flatMap((e) => {
      const said = words(e)
      return said ? [{ ...e, said }] : []
    })
  return (
    <>
      <ol className="flex flex-col gap-2">
        {lines.map((e) => (
          <li key={e.seq} className="flex items-baseline gap-2 text-sm">
            <span className="min-w-0 grow [overflow-wrap:anywhere]" dir="auto">
              {e.said}
            </span>
            <Ago ms={e.at} className="shrink-0 text-xs text-dim" />
          </li>
        ))}
      </ol>
      {q.hasNextPage && (
        <Button className="mt-3 w-full" busy={q.isFetchingNextPage} onClick={() => void q.fetchNextPage()}>
          {t('historyMore')}
        </Button>
      )}
    </>
  )
}
