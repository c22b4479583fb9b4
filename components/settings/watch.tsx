'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const EVERY_MS = 4_000
/** Nobody sits before it for longer. */
const TIMES = 450

/** Draws the page anew while it is looked at, so that steps done elsewhere are ticked. */
export function Watch() {
  const router = useRouter()
  useEffect(() => {
    let left = TIMES
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible' && left-- > 0) router.refresh()
    }, EVERY_MS)
    return () => clearInterval(timer)
  }, [router])
  return null
}
