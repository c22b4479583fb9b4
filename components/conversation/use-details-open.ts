'use client'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'

const WIDE = '(min-width: 1180px)'
const SLOT = 'parley:details'

/** Whether the details are shown: remembered where they stand beside the thread, closed at first where they cover it. */
export function useDetailsOpen() {
  const isWide = useSyncExternalStore(
    watch,
    () => matchMedia(WIDE).matches,
    () => true,
  )
  const [wideOpen, setWideOpen] = useState(true)
  const [sheetOpen, setSheetOpen] = useState(false)
  useEffect(() => {
    setWideOpen(localStorage.getItem(SLOT) !== 'closed')
  }, [])
  const isOpen = isWide ? wideOpen : sheetOpen
  const toggle = useCallback(() => {
    if (!isWide) return setSheetOpen((o) => !o)
    setWideOpen((o) => {
      localStorage.setItem(SLOT, o ? 'closed' : 'open')
      return !o
    })
  }, [isWide])
  return { isOpen, isWide, toggle }
}

function watch(tell: () => void): () => void {
  const media = matchMedia(WIDE)
  media.addEventListener('change', tell)
  return () => media.removeEventListener('change', tell)
}
