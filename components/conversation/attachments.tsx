'use client'
import { Download, FileText } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { sizeOf } from './size'

const Lightbox = dynamic(() => import('./lightbox').then((m) => m.Lightbox), { ssr: false })

export const fileUrl = (a: AttachmentView) => `/api/attachments/${a.id}`
const THUMB = 240

/** Pictures as thumbnails that open in place, everything else as a download with its size. */
export function Attachments({ files }: { files: readonly AttachmentView[] }) {
  const t = useTranslations('conversation.message')
  const format = useFormatter()
  const [open, setOpen] = useState<AttachmentView | null>(null)
  const pictures = files.filter((f) => f.thumb)
  return (
    <div className="mt-1 flex flex-wrap gap-2 first:mt-0">
      {pictures.map((f) => (
        <button
          key={f.id}
          type="button"
          aria-label={t('open', { name: f.name })}
          onClick={() => setOpen(f)}
          className="flex min-h-12 min-w-12 items-center justify-center overflow-hidden rounded-md border border-line bg-sunken"
        >
          <img
            src={`${fileUrl(f)}/thumb`}
            alt={t('image', { name: f.name })}
            loading="lazy"
            decoding="async"
            {...fitted(f)}
            className="block max-h-48 w-auto max-w-full object-cover"
          />
        </button>
      ))}
      {files
        .filter((f) => !f.thumb)
        .map((f) => (
          <a
            key={f.id}
            href={fileUrl(f)}
            download={f.name}
            aria-label={t('download', { name: f.name, size: sizeOf(format, f.size) })}
            className="flex min-h-10 max-w-full items-center gap-2 rounded-md border border-line bg-surface px-2.5 py-1.5 text-ink no-underline hover:bg-hover"
          >
            <FileText size={16} aria-hidden className="shrink-0 text-dim" />
            <span className="min-w-0 truncate" dir="auto">
              {f.name}
            </span>
            <span className="shrink-0 text-xs text-dim">{sizeOf(format, f.size)}</span>
            <Download size={14} aria-hidden className="shrink-0 text-dim" />
          </a>
        ))}
      {open && <Lightbox files={pictures} start={open} onClose={() => setOpen(null)} />}
    </div>
  )
}

/** The place a thumbnail will take, known before it is there, so that nothing jumps. */
function fitted(f: AttachmentView): { width?: number; height?: number } {
  if (!f.width || !f.height) return { width: 160, height: 120 }
  const scale = Math.min(1, THUMB / f.width, 192 / f.height)
  return { width: Math.round(f.width * scale), height: Math.round(f.height * scale) }
}
