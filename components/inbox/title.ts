'use client'
import { useEffect } from 'react'
import { useCounts } from '@/lib/queries/counts'
import type { View } from '@/lib/queries/views'
import { useViewName } from './view-name'

/** The tab says where one is and how many are mine. */
export function useTitle(view: View): void {
  const mine = useCounts().of('mine') ?? 0
  const name = useViewName(view)
  useEffect(() => {
    document.title = `${mine > 0 ? `(${mine}) ` : ''}${name} · Parley`
  }, [mine, name])
}
