'use client'
import { ChevronLeft, ChevronRight, Download } from 'lucide-react'
import { useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { Dialog } from '@/components/ui/dialog'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { fileUrl } from './attachments'
import { sizeOf } from './size'

/** A picture in full, with its neighbours one arrow key away. */
export function Lightbox({ files, start, onClose }: { files: readonly AttachmentView[]; start: AttachmentView; onClose: () => void }) {
  const t = useTranslations('conversation.message')
  const format = useFormatter()
  const [at, setAt] = useState(() =>
    Math.max(
      0,
      files.findIndex((f) => f.id === start.id),
    ),
  )
  const file = files[at] ?? start
  const go = (by: number) => setAt((n) => (n + by + files.length) % files.length)
  return (
    <Dialog open onClose={onClose} title={file.name} wide>
      <div
        className="flex flex-col gap-3"
        onKeyDown={(e) => {
          if (e.key === 'ArrowRight') go(1)
          if (e.key === 'ArrowLeft') go(-1)
        }}
      >
        <img
          src={fileUrl(file)}
          alt={t('image', { name: file.name })}
          width={file.width ?? undefined}
          height={file.height ?? undefined}
          className="mx-auto max-h-[65dvh] w-auto max-w-full rounded object-contain"
        />
        <div className="flex items-center gap-2">
          {files.length > 1 && (
            <span className="flex items-center gap-1 text-dim">
              <button type="button" data-autofocus aria-label={t('previousImage')} onClick={() => go(-1)} className="rounded p-1.5 hover:bg-hover">
                <ChevronLeft size={18} className="rtl:rotate-180" />
              </button>
              <span aria-live="polite">
                {format.number(at + 1)} / {format.number(files.length)}
              </span>
              <button type="button" aria-label={t('nextImage')} onClick={() => go(1)} className="rounded p-1.5 hover:bg-hover">
                <ChevronRight size={18} className="rtl:rotate-180" />
              </button>
            </span>
          )}
          <a href={fileUrl(file)} download={file.name} className="ms-auto inline-flex min-h-8 items-center gap-2 rounded-md border border-line px-3 hover:bg-hover">
            <Download size={14} aria-hidden />
            {t('downloadPlain', { size: sizeOf(format, file.size) })}
          </a>
        </div>
      </div>
    </Dialog>
  )
}
