'use client'
import { X } from 'lucide-react'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from 'react'
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
type Shown = ToastInput & { id: number }
type Toasts = { show(toast: ToastInput): number; dismiss(id: number): void }

const Context = createContext<Toasts | null>(null)

/** Long enough to read, find and press Undo. */
const LIFE_MS = 12_000
const AT_ONCE = 3

/** Short messages at the bottom. `show` returns an id for `dismiss`. They wait while hovered or focused. */
export function useToast(): Toasts {
  const toasts = useContext(Context)
  if (!toasts) throw new Error('ToastProvider is missing')
  return toasts
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const t = useTranslations('common')
  const [shown, setShown] = useState<Shown[]>([])
  const last = useRef(0)
  const dismiss = useCallback((id: number) => setShown((all) => all.filter((s) => s.id !== id)), [])
  const api = useMemo<Toasts>(
    () => ({
      show(toast) {
        const id = ++last.current
        setShown((all) => [...all, { ...toast, id }].slice(-AT_ONCE))
        return id
      },
      dismiss,
    }),
    [dismiss],
  )
  const top = useTopDialog(shown.length > 0)
  const notices = (
    <section
      aria-label={t('notices')}
      className="pointer-events-none fixed inset-x-0 bottom-4 z-50 mx-auto flex w-fit max-w-[calc(100vw-1.5rem)] flex-col items-center gap-2"
    >
      <div role="status" aria-live="polite" className="contents">
        {shown.map((s) => (
          <Toast key={s.id} toast={s} onClose={dismiss} />
        ))}
      </div>
    </section>
  )
  return (
    <Context.Provider value={api}>
      {children}
      {top ? createPortal(notices, top) : notices}
    </Context.Provider>
  )
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

function Toast({ toast, onClose }: { toast: Shown; onClose: (id: number) => void }) {
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
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className={cx(
        'pointer-events-auto flex min-h-10 items-center gap-2 rounded-lg border py-1 ps-4 pe-1 shadow-xl',
        toast.tone === 'danger' ? 'border-danger bg-danger-soft text-danger' : 'border-line bg-raised text-ink',
      )}
    >
      <span dir="auto">{toast.text}</span>
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
