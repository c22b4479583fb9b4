'use client'
import { type ComponentType, useEffect, useState } from 'react'
import { loadLayers } from '@/components/ui/load-layers'
import { Skeleton } from '@/components/ui/skeleton'

type Pane = ComponentType<{ id: number }>
let loaded: Pane | null = null

/** With what its menus need: a key that opens one finds it there, and the keys after it go into it. */
async function load(): Promise<Pane> {
  const layers = loadLayers().catch(() => {})
  const { ConversationPane } = await import('@/components/conversation/pane')
  await layers
  return (loaded = ConversationPane)
}

/**
 * The conversation's code comes when somebody stirs, not with the list: the list shows sooner, and the first press still
 * finds it there. Kept in a variable, not `lazy`, so that showing it never waits a turn.
 */
export function LazyPane({ id }: { id: number | null }) {
  const [Pane, setPane] = useState<Pane | null>(() => loaded)
  const isWanted = id !== null
  useEffect(() => {
    if (Pane) return
    const begin = () =>
      void load().then(
        (p) => setPane(() => p),
        () => {},
      )
    if (isWanted) begin()
    const once = { once: true, passive: true }
    for (const kind of ['pointermove', 'pointerdown', 'keydown'] as const) addEventListener(kind, begin, once)
    return () => {
      for (const kind of ['pointermove', 'pointerdown', 'keydown'] as const) removeEventListener(kind, begin)
    }
  }, [Pane, isWanted])
  if (id === null) return null
  return Pane ? <Pane key={id} id={id} /> : <Waiting />
}

function Waiting() {
  return (
    <div aria-busy className="flex grow flex-col gap-4 p-4">
      <Skeleton className="h-6 w-1/3" />
      <Skeleton className="h-16 w-2/3" />
      <Skeleton className="ms-auto h-16 w-2/3" />
      <Skeleton className="h-16 w-1/2" />
    </div>
  )
}
