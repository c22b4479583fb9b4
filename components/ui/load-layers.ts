'use client'
import { useEffect, useState } from 'react'
import type * as layers from './layers'

/** The code of menus, popovers and tooltips, on Radix. It comes when somebody stirs: a cold load shows none of them. */
export type Layers = typeof layers

let loaded: Layers | null = null
let coming: Promise<Layers> | null = null
const waiting = new Set<() => void>()

/** Fetches it; asked again it is the same answer, after a failure another try. */
export function loadLayers(): Promise<Layers> {
  coming ??= import('./layers').then(
    (m) => {
      loaded = m
      for (const tell of waiting) tell()
      return m
    },
    (e: unknown) => {
      coming = null
      throw e
    },
  )
  return coming
}

/** Begins to fetch it because somebody is near a control that needs it. Never throws. */
export const wantLayers = () => void loadLayers().catch(() => {})

/** Null until it is there: it is fetched with the first stir of pointer or key on a page that has a use for it. */
export function useLayers(): Layers | null {
  const [layers, setLayers] = useState(loaded)
  useEffect(() => {
    if (layers) return
    const tell = () => setLayers(loaded)
    tell()
    waiting.add(tell)
    whenStirred()
    return () => void waiting.delete(tell)
  }, [layers])
  return layers
}

/** For what is drawn only inside an open layer, where the code is there. */
export function layersNow(): Layers {
  if (!loaded) throw new Error('Drawn outside an open menu')
  return loaded
}

const STIRS = ['pointermove', 'pointerdown', 'keydown'] as const
let isPlanned = false
/** Somebody is there: one listener for the page, gone once it was heard. */
function whenStirred(): void {
  if (isPlanned) return
  isPlanned = true
  const once = { once: true, passive: true, capture: true }
  for (const kind of STIRS) addEventListener(kind, wantLayers, once)
}
