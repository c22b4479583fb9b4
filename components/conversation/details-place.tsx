'use client'
import dynamic from 'next/dynamic'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl'
import { Skeleton } from '@/components/ui/skeleton'
import type { Opened } from '@/lib/queries/thread-merge'

const Details = dynamic(() => import('./details').then((m) => m.Details), { ssr: false, loading: () => <Skeleton className="m-4 h-40" /> })

/** Beside the thread where there is room, over it as a sheet where there is not. */
export function DetailsPlace({ opened, isWide, onClose }: { opened: Opened; isWide: boolean; onClose: () => void }) {
  const t = useTranslations('conversation.details')
  if (isWide)
    return (
      <aside aria-label={t('title')} className="w-72 shrink-0 border-s border-line xl:w-80">
        <Details opened={opened} onClose={onClose} />
      </aside>
    )
  return (
    <Sheet label={t('title')} onClose={onClose}>
      <Details opened={opened} onClose={onClose} />
    </Sheet>
  )
}

function Sheet({ label, onClose, children }: { label: string; onClose: () => void; children: React.ReactNode }) {
  const ref = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const dialog = ref.current
    dialog?.showModal()
    return () => dialog?.close()
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
      className="me-0 ms-auto mt-0 h-dvh max-h-none w-[min(22rem,92vw)] max-w-none border-s border-line bg-surface p-0 text-ink shadow-2xl backdrop:bg-black/40"
    >
      {children}
    </dialog>
  )
}
