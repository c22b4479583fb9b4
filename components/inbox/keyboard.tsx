'use client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'
import { useMe } from '@/lib/queries/directory'
import { ALSO, SHORTCUTS, type Shortcut } from './shortcuts'

type Handler = () => void
type Layer = { current: Partial<Record<Shortcut, Handler>> }
type Registry = { add(layer: Layer): () => void }

const Context = createContext<Registry | null>(null)

/** How long the second key of `g m` may take. */
const PAIR_MS = 1500

/** Listens for single keys. Off inside text fields, with modifiers, while composing, in dialogs and menus, or by preference. */
export function Keyboard({ children }: { children: ReactNode }) {
  const layers = useRef<Layer[]>([])
  const isOn = useMe().preferences.shortcuts !== false
  const registry = useMemo<Registry>(
    () => ({
      add(layer) {
        layers.current.push(layer)
        return () => {
          layers.current = layers.current.filter((l) => l !== layer)
        }
      },
    }),
    [],
  )
  useEffect(() => {
    let first: { key: string; at: number } | null = null
    const onKey = (e: KeyboardEvent) => {
      if (isElsewhere(e) || (!isOn && e.key !== 'Escape')) return
      const pair = first && e.timeStamp - first.at < PAIR_MS ? `${first.key} ${e.key}` : null
      first = null
      const id = (pair ? shortcutOf(pair) : undefined) ?? shortcutOf(e.key)
      if (!pair && e.key === 'g') first = { key: 'g', at: e.timeStamp }
      // The newest layer that knows the key answers it.
      const run = id && layers.current.findLast((l) => l.current[id])?.current[id]
      if (!run || (id === 'open' && e.target instanceof Element && e.target.closest('a,button'))) return
      e.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOn])
  return <Context.Provider value={registry}>{children}</Context.Provider>
}

/** Answers shortcuts while mounted: `useKeys({ reply: focusComposer })`. The newest answer to a key wins. */
export function useKeys(handlers: Partial<Record<Shortcut, Handler>>): void {
  const registry = useContext(Context)
  const layer = useRef(handlers)
  useEffect(() => {
    layer.current = handlers
  })
  useEffect(() => registry?.add(layer), [registry])
}

const BY_KEY = new Map<string, Shortcut>()
for (const id of Object.keys(SHORTCUTS) as Shortcut[]) {
  BY_KEY.set(SHORTCUTS[id], id)
  const also = ALSO[id]
  if (also) BY_KEY.set(also, id)
}
const shortcutOf = (key: string): Shortcut | undefined => BY_KEY.get(key)

/** The key belongs to somebody else: a field, a menu, an open dialog, the browser, or a half-composed letter. */
export function isElsewhere(e: KeyboardEvent): boolean {
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || e.isComposing || e.keyCode === 229 || e.getModifierState('AltGraph')) return true
  const at = e.target
  if (!(at instanceof HTMLElement)) return false
  return at.isContentEditable || at.closest('input,textarea,select,[role=textbox],[role=menu],[role=listbox],[role=combobox],[role=dialog],dialog') !== null
}
