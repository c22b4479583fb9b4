import { useEffect, useState } from 'react'

/**
 * Where the chat is a page of its own on a phone: what the on-screen keyboard leaves of the screen, as styles (px), so that
 * neither the header nor the field is covered; nothing where no keyboard is. In a frame the page around it does the same.
 */
export function useVisibleArea(): { height?: string; transform?: string } | undefined {
  const [area, setArea] = useState<{ height: string; transform: string }>()
  useEffect(() => {
    const v = window.visualViewport
    if (!v || window.parent !== window) return
    const measure = () => {
      // Of a zoomed page the viewport is a detail, and says nothing of a keyboard.
      const isCovered = v.scale < 1.1 && v.height < window.innerHeight - 1
      setArea(isCovered ? { height: `${v.height}px`, transform: `translateY(${v.offsetTop}px)` } : undefined)
    }
    measure()
    v.addEventListener('resize', measure)
    v.addEventListener('scroll', measure)
    return () => {
      v.removeEventListener('resize', measure)
      v.removeEventListener('scroll', measure)
    }
  }, [])
  return area
}
