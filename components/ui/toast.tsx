'use client'
import { X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import { useTranslations } from 'use-intl'
import { Button } from './button'
import { cx } from './cx'
import { IconButton } from './icon-button'

export type ToastInput = {
  text: string
  tone?: 'plain' | 'danger'
  action?: { label: string; keys?: string; run: () => void }
}
type Shown = ToastInput & { id: number; at: number }
type Place = { el: HTMLElement; isOver: boolean }
type Toasts = { show(toast: ToastInput): number; dismiss(id: number): void; addPlace(place: Place): () => void }

const Context = createContext<Toasts | null>(null)

/** Long enough to read, find and press Undo. */
const LIFE_MS = 12_000
/** What went wrong is not displaced by what is said next before this long. */
const DANGER_MS = 5_000

/** Short messages, one at a time. `show` returns an id for `dismiss`. A message waits while hovered or focused. */
export function useToast(): Omit<Toasts, 'addPlace'> {
  return useToasts()
}

function useToasts(): Toasts {
  const toasts = useContext(Context)
  if (!toasts) throw new Error('ToastProvider is missing')
  return toasts
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('common')
  // The one shown, and the newest of those that wait behind a failure.
  const [queue, setQueue] = useState<Shown[]>([])
  const [places, setPlaces] = useState<readonly Place[]>([])
  const last = useRef(0)
  const dismiss = useCallback((id: number) => setQueue((all) => all.filter((s) => s.id !== id)), [])
  const api = useMemo<Toasts>(
    () => ({
      show(toast) {
        const id = ++last.current
        setQueue(([first]) => {
          const next = { ...toast, id, at: Date.now() }
          return first?.tone === 'danger' && toast.tone !== 'danger' && Date.now() - first.at < DANGER_MS ? [first, next] : [next]
        })
        return id
      },
      dismiss,
      addPlace(place) {
        setPlaces((all) => [...all, place])
        return () => setPlaces((all) => all.filter((p) => p !== place))
      },
    }),
    [dismiss],
  )
  const [shown, isWaiting] = [queue[0], queue.length > 1]
  useEffect(() => {
    if (!isWaiting || !shown) return
    const timer = setTimeout(() => dismiss(shown.id), Math.max(0, shown.at + DANGER_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [isWaiting, shown, dismiss])
  const top = useTopDialog(queue.length > 0)
  const place = useVisiblePlace(places)
  const at = top ?? place?.el
  const isInFlow = !top && place?.isOver === false
  const notices = (
    <section
      aria-label={t('notices')}
      className={
        isInFlow
          ? 'contents'
          : cx(
              'pointer-events-none z-50 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] justify-center',
              place && !top ? 'absolute inset-x-0 top-16' : 'fixed inset-x-0 bottom-4',
            )
      }
    >
      <div role="status" aria-live="polite" className="contents">
        {shown && <Toast key={shown.id} toast={shown} isInFlow={isInFlow} onClose={dismiss} />}
      </div>
    </section>
  )
  return (
    <Context.Provider value={api}>
      {children}
      {at ? createPortal(notices, at) : notices}
    </Context.Provider>
  )
}

/**
 * Where a page has room for messages. In the flow they cover nothing. `isOver`: above what is there, for narrow windows
 * that have no such room; keep it away from buttons and fields. The first place that can be seen is taken.
 */
export function ToastPlace({ isOver = false }: { isOver?: boolean }) {
  const { addPlace } = useToasts()
  const ref = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => (ref.current ? addPlace({ el: ref.current, isOver }) : undefined), [addPlace, isOver])
  return <div ref={ref} className={isOver ? 'absolute inset-x-0 top-0 z-40' : undefined} />
}

/** The first place that can be seen, looked for again when the window or the page changes. */
function useVisiblePlace(places: readonly Place[]): Place | undefined {
  const [place, setPlace] = useState<Place>()
  useLayoutEffect(() => {
    const look = () => setPlace(places.find((p) => p.el.offsetParent !== null))
    look()
    const observer = new ResizeObserver(look)
    for (const p of places) if (p.el.parentElement) observer.observe(p.el.parentElement)
    return () => observer.disconnect()
  }, [places])
  return place && places.includes(place) ? place : undefined
}

/** The modal dialog on top, while there is something to show: all outside of it is out of reach, so what is shown belongs inside. */
function useTopDialog(isShowing: boolean): Element | null {
  const [top, setTop] = useState<Element | null>(null)
  useEffect(() => {
    if (!isShowing) return
    const look = () => setTop([...document.querySelectorAll('dialog:modal')].at(-1) ?? null)
    look()
    const observer = new MutationObserver(look)
    observer.observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['open'] })
    return () => {
      observer.disconnect()
      setTop(null)
    }
  }, [isShowing])
  return top
}

function Toast({ toast, isInFlow, onClose }: { toast: Shown; isInFlow: boolean; onClose: (id: number) => void }) {
  const t = useTranslations('common')
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => onClose(toast.id), LIFE_MS)
    return () => clearTimeout(timer)
  }, [held, toast.id, onClose])
  const action = toast.action
  return (
    <div
      data-toast
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className={cx(
        'pointer-events-auto flex min-h-10 items-center gap-2 py-1 ps-3 pe-1',
        isInFlow ? 'border-t' : 'rounded-lg border shadow-xl',
        toast.tone === 'danger' ? 'border-danger bg-danger-soft text-danger' : 'border-line bg-raised text-ink',
      )}
    >
      <span dir="auto" className="min-w-0 grow">
        {toast.text}
      </span>
      {action && (
        <Button
          aria-keyshortcuts={action.keys}
          onClick={() => {
            action.run()
            onClose(toast.id)
          }}
        >
          {action.label}
        </Button>
      )}
      <IconButton label={t('dismiss')} onClick={() => onClose(toast.id)}>
        <X size={14} />
      </IconButton>
    </div>
  )
}
