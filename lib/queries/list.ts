'use client'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { Filter } from '@/lib/domain/conversations/filter'
import type { Page } from '@/lib/domain/conversations/list'
import { get } from './fetch'
import { keys } from './keys'
import { PAGE_SIZE, pageOf, rowsOf } from './list-rows'

/** Rows of a filter, page after page. Events keep it true; it is fetched only when it was never, or on reset. */
export function useList(filter: Filter) {
  const query = useInfiniteQuery({
    queryKey: keys.list(filter),
    queryFn: async ({ pageParam, signal }) =>
      pageOf(filter, await get<Page & { seq: number }>('/conversations', { ...filter, limit: PAGE_SIZE, cursor: pageParam }, { signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    // Words are found by the server only, so what was found before may be old.
    staleTime: filter.text ? 5000 : Infinity,
  })
  const rows = useMemo(() => rowsOf(query.data), [query.data])
  return { ...query, rows }
}
