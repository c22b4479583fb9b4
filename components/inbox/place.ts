'use client'
import { usePathname, useSearchParams } from 'next/navigation'
import { useCallback, useMemo } from 'react'
import type { Filter } from '@/lib/domain/conversations/filter'
import { filterOf, type Place, readPlace, writePlace } from '@/lib/queries/views'

/** Where the person is, from the address, and how to go elsewhere without loading anything but data. */
export function usePlace(): { place: Place; filter: Filter; hrefOf(to: Partial<Place>): string; go(to: Partial<Place>, how?: 'push' | 'replace'): void } {
  const pathname = usePathname()
  const search = useSearchParams().toString()
  const place = useMemo(() => readPlace(pathname, new URLSearchParams(search)), [pathname, search])
  const filter = useMemo(() => filterOf(place), [place])
  const hrefOf = useCallback((to: Partial<Place>) => writePlace({ ...place, ...to }), [place])
  const go = useCallback((to: Partial<Place>, how: 'push' | 'replace' = 'push') => {
    // Read afresh: two moves in one turn build on each other.
    const from = readPlace(location.pathname, new URLSearchParams(location.search))
    const href = writePlace({ ...from, ...to })
    if (href === location.pathname + location.search) return
    if (how === 'push') history.pushState(null, '', href)
    else history.replaceState(null, '', href)
  }, [])
  return { place, filter, hrefOf, go }
}

/** A plain press of the main button, which we answer ourselves; anything else the browser does (new tab, window…). */
export const isPlainPress = (e: { button: number; metaKey: boolean; ctrlKey: boolean; shiftKey: boolean; altKey: boolean }) =>
  e.button === 0 && !e.metaKey && !e.ctrlKey && !e.shiftKey && !e.altKey
