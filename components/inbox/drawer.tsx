'use client'
import { type ReactNode, useEffect, useRef } from 'react'

/** The views, over the page, where there is no room beside it. Modal: Escape or a press outside closes it. */
export function Drawer({ label, onClose, children }: { label: string; onClose: () => void; children: ReactNode }) {
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
      className="m-0 h-dvh max-h-dvh w-64 max-w-[85vw] border-e border-line bg-canvas p-0 text-ink shadow-2xl backdrop:bg-black/40"
    >
      {children}
    </dialog>
  )
}
