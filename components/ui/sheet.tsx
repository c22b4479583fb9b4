'use client'
import { type ReactNode, useEffect, useRef } from 'react'
import { cx } from './cx'

/** A panel over the page, where there is no room beside it. Modal: Escape or a press outside closes it. `className`: its side, width and ground. */
export function Sheet({ label, onClose, className, children }: { label: string; onClose: () => void; className: string; children: ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    if (!dialog || dialog.open) return
    dialog.showModal()
    return () => dialog.close()
  }, [])
  return (
    <dialog
      ref={ref}
      aria-label={label}
      onCancel={(e) => {
        e.preventDefault()
        onClose()
      }}
      onPointerDown={(e) => e.target === e.currentTarget && onClose()}
      className={cx('m-0 h-dvh max-h-dvh border-line p-0 text-ink shadow-2xl backdrop:bg-black/40', className)}
    >
      {children}
    </dialog>
  )
}
