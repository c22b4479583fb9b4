'use client'
import { type ComponentType, useEffect, useState } from 'react'
import { useLocale } from 'use-intl'
import { loadLayers } from '@/components/ui/load-layers'
import { Skeleton } from '@/components/ui/skeleton'
import { Words } from '@/components/ui/words'
import { languageOf, type Locale } from '@/lib/i18n/locales'
import { paneWords, type PaneWords } from './pane-words'

type Loaded = { Pane: ComponentType<{ id: number }>; locale: Locale; words: PaneWords }
let loaded: Loaded | null = null

/** With what its menus need: a key that opens one finds it there, and the keys after it go into it. */
async function load(locale: Locale): Promise<Loaded> {
  const layers = loadLayers().catch(() => {})
  const [{ ConversationPane: Pane }, words] = await Promise.all([import('@/components/conversation/pane'), paneWords[locale]()])
  await layers
  return (loaded = { Pane, locale, words })
}

/** How long after a failure the code is fetched again, ms. */
const RETRY_MS = 3000

/**
 * The conversation's code and words come when somebody stirs, not with the list: the list shows sooner, and the first press still
 * finds it there. Kept in a variable, not `lazy`, so that showing it never waits a turn.
 */
export function LazyPane({ id }: { id: number | null }) {
  const locale = languageOf(useLocale())
  const [known, setKnown] = useState(loaded)
  const have = known?.locale === locale ? known : null
  const isWanted = id !== null
  useEffect(() => {
    if (have) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let isRunning = false
    const begin = () => {
      if (isRunning) return
      isRunning = true
      clearTimeout(timer)
      load(locale).then(setKnown, () => {
        // No network, or none for a moment: whoever waits for it need not ask again.
        isRunning = false
        if (isWanted) timer = setTimeout(begin, RETRY_MS)
      })
    }
    if (isWanted) begin()
    addEventListener('online', begin)
    const once = { once: true, passive: true }
    for (const kind of ['pointermove', 'pointerdown', 'keydown'] as const) addEventListener(kind, begin, once)
    return () => {
      clearTimeout(timer)
      removeEventListener('online', begin)
      for (const kind of ['pointermove', 'pointerdown', 'keydown'] as const) removeEventListener(kind, begin)
    }
  }, [have, isWanted, locale])
  if (id === null) return null
  if (!have) return <Waiting />
  return (
    <Words messages={have.words}>
      <have.Pane key={id} id={id} />
    </Words>
  )
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
