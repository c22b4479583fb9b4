'use client'
import { FileText } from 'lucide-react'
import { useFormatter } from 'use-intl'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { sizeOf } from './size'

/** Files by name only, where they cannot be opened yet. */
export function FileList({ files }: { files: readonly AttachmentView[] }) {
  const format = useFormatter()
  return (
    <ul className="mt-1 flex flex-wrap gap-1.5">
      {files.map((f) => (
        <li key={f.id} className="flex max-w-full items-center gap-1.5 rounded border border-line bg-surface px-2 py-1 text-sm text-ink">
          <FileText size={14} aria-hidden className="shrink-0 text-dim" />
          <span className="truncate" dir="auto">
            {f.name}
          </span>
          <span className="text-xs text-dim">{sizeOf(format, f.size)}</span>
        </li>
      ))}
    </ul>
  )
}
