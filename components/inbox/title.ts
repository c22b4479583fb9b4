'use client'
import { useEffect } from 'react'
import { useCounts } from '@/lib/queries/counts'
import type { Place } from '@/lib/queries/views'
import { usePlaceName } from './view-name'

/** The tab says where one is and how many are mine. */
export function useTitle(place: Place): void {
  const mine = useCounts().of('mine') ?? 0
  const name = usePlaceName(place)
  useEffect(() => {
    document.title = `${mine > 0 ? `(${mine}) ` : ''}${name} · Parley`
  }, [mine, name])
}
