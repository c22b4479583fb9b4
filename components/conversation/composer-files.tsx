'use client'
import { FileText, RotateCw, X } from 'lucide-react'
import { useFormatter, useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { fileUrl } from './attachments'
import { sizeOf } from './size'
import type { Upload } from './use-uploads'
import { useReason } from './use-reason'

type Props<U extends Upload> = {
  files: readonly AttachmentView[]
  uploads: readonly U[]
  onRemove: (id: number) => void
  onDrop: (id: number) => void
  onAgain: (u: U) => void
}

/** What will go with the message: there, on its way, or failed. */
export function ComposerFiles<U extends Upload>({ files, uploads, onRemove, onDrop, onAgain }: Props<U>) {
  const t = useTranslations('conversation.composer')
  const format = useFormatter()
  const reason = useReason()
  if (files.length + uploads.length === 0) return null
  return (
    <ul aria-label={t('files')} className="flex max-h-32 flex-wrap gap-2 overflow-y-auto px-3 pt-2">
      {files.map((f) => (
        <li key={f.id} className={CHIP}>
          {f.thumb ? (
            <img src={`${fileUrl(f)}/thumb`} alt="" className="size-7 rounded object-cover" />
          ) : (
            <FileText size={15} aria-hidden className="shrink-0 text-dim" />
          )}
          <span className="max-w-48 truncate" dir="auto">
            {f.name}
          </span>
          <span className="text-xs text-dim">{sizeOf(format, f.size)}</span>
          <Cross label={t('removeFile', { name: f.name })} onPress={() => onRemove(f.id)} />
        </li>
      ))}
      {uploads.map((u) => (
        <li key={`u${u.id}`} className={cx(CHIP, u.reason !== undefined && 'border-danger')}>
          <FileText size={15} aria-hidden className="shrink-0 text-dim" />
          <span className="max-w-48 truncate" dir="auto">
            {u.file.name}
          </span>
          {u.reason === undefined ? (
            <progress
              className="h-1.5 w-16 accent-(--accent)"
              max={1}
              value={u.share}
              aria-label={t('uploading', { name: u.file.name, percent: format.number(u.share, { style: 'percent' }) })}
            />
          ) : (
            <>
              <span role="alert" className="text-xs text-danger">
                {reason(u.reason)}
              </span>
              <button
                type="button"
                aria-label={t('retryFile', { name: u.file.name })}
                onClick={() => onAgain(u)}
                className="inline-flex size-6 items-center justify-center rounded hover:bg-hover"
              >
                <RotateCw size={13} />
              </button>
            </>
          )}
          <Cross label={t('removeFile', { name: u.file.name })} onPress={() => onDrop(u.id)} />
        </li>
      ))}
    </ul>
  )
}

const CHIP = 'flex items-center gap-1.5 rounded-md border border-line bg-surface ps-2 text-sm text-ink'

const Cross = ({ label, onPress }: { label: string; onPress: () => void }) => (
  <button type="button" aria-label={label} onClick={onPress} className="inline-flex size-7 items-center justify-center rounded text-dim hover:bg-hover hover:text-ink">
    <X size={14} />
  </button>
)
