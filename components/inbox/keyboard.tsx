'use client'
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef } from 'react'
import { isTaken } from '@/components/ui/escape'
import { isComposing } from '@/components/ui/is-composing'
import { continueTypeAhead, isTextTarget, isTyping } from '@/components/ui/type-ahead'
import { useMe } from '@/lib/queries/directory'
import { plainKey, REPEATING, type Shortcut, shortcutOf } from './shortcuts'

type Handler = () => void
type Layer = { current: Partial<Record<Shortcut, Handler>> }
type Registry = { add(layer: Layer): () => void }

const Context = createContext<Registry | null>(null)

/** How long the second key of `g m` may take. */
const PAIR_MS = 1500
/** Keys and presses with which a person leaves a text field themselves. */
const LEAVING = new Set(['Escape', 'Tab', 'Enter'])

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
      const key = plainKey(e)
      const pair = first && e.timeStamp - first.at < PAIR_MS ? `${first.key} ${key}` : null
      first = null
      const id = (pair ? shortcutOf(pair) : undefined) ?? shortcutOf(key)
      if (!pair && key === 'g') first = { key: 'g', at: e.timeStamp }
      if (!id || (e.repeat && !REPEATING.includes(id))) return
      // The newest layer that knows the key answers it.
      const run = layers.current.findLast((l) => l.current[id])?.current[id]
      if (!run || (id === 'open' && e.target instanceof Element && e.target.closest('a,button'))) return
      e.preventDefault()
      run()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [isOn])
  useEffect(guardLostFocus, [])
  return <Context.Provider value={registry}>{children}</Context.Provider>
}

/**
 * A text field that goes away under somebody's hands leaves the focus on the page, where letters would act. They are
 * kept from it until the person moves the focus, or pauses.
 */
function guardLostFocus(): () => void {
  let wasTyping = isTyping()
  const onFocusIn = (e: FocusEvent) => void (wasTyping = isTextTarget(e.target))
  const left = () => setTimeout(() => (wasTyping = isTyping()), 0)
  const onLeave = (e: KeyboardEvent) => LEAVING.has(e.key) && !isComposing(e) && left()
  const onKey = (e: KeyboardEvent) => {
    if (!wasTyping || e.key.length !== 1 || (document.activeElement !== document.body && document.activeElement !== null)) return
    continueTypeAhead({ kind: 'nothing' })
  }
  document.addEventListener('focusin', onFocusIn)
  document.addEventListener('pointerdown', left, true)
  document.addEventListener('keydown', onLeave, true)
  document.addEventListener('keydown', onKey, true)
  return () => {
    document.removeEventListener('focusin', onFocusIn)
    document.removeEventListener('pointerdown', left, true)
    document.removeEventListener('keydown', onLeave, true)
    document.removeEventListener('keydown', onKey, true)
  }
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

/** The key belongs to somebody else: a field, a menu, an open dialog, the browser, or a half-composed letter. */
function isElsewhere(e: KeyboardEvent): boolean {
  if (isTaken(e) || e.ctrlKey || e.metaKey || e.altKey || isComposing(e) || e.getModifierState('AltGraph')) return true
  const at = e.target
  if (isTyping() || isTextTarget(at)) return true
  return at instanceof HTMLElement && at.closest('input,textarea,select,[role=menu],[role=listbox],[role=combobox],[role=dialog],dialog') !== null
}
