'use client'
import { FileText } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useFormatter, useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import type { AttachmentView } from '@/lib/domain/messages/view'
import type { Chat } from './chat'

type Props = { chat: Chat; files: readonly AttachmentView[]; mine: boolean }

export function Files({ chat, files, mine }: Props) {
  return (
    <ul className={cx('flex max-w-[85%] flex-col gap-1', mine ? 'items-end' : 'items-start')}>
      {files.map((f) => (
        <li key={f.id} className="max-w-full">
          {f.thumb ? <Picture chat={chat} file={f} /> : <FileCard chat={chat} file={f} />}
        </li>
      ))}
    </ul>
  )
}

/** Fetched with the token in a header and shown from memory: an address that opens by itself could be passed on. */
function Picture({ chat, file }: { chat: Chat; file: AttachmentView }) {
  const t = useTranslations('widget')
  const [url, setUrl] = useState<string | null>(null)
  const [failed, setFailed] = useState(false)
  const { save } = useSave(chat, file)
  useEffect(() => {
    let made: string | null = null
    let gone = false
    chat.fetchFile(file.id, 'thumb').then(
      (blob) => {
        if (!gone) setUrl((made = URL.createObjectURL(blob)))
      },
      () => setFailed(true),
    )
    return () => {
      gone = true
      if (made) URL.revokeObjectURL(made)
    }
  }, [chat, file.id])
  if (failed) return <FileCard chat={chat} file={file} />
  // The room is kept from the start, so that nothing jumps when it comes.
  const ratio = file.width && file.height ? `${file.width} / ${file.height}` : '4 / 3'
  return (
    <button
      type="button"
      onClick={() => void save()}
      aria-label={t('picture', { name: file.name })}
      className="block overflow-hidden rounded-xl border border-line bg-sunken"
    >
      {/* eslint-disable-next-line nextjs/no-img-element -- its bytes are in memory */}
      {url ? (
        <img src={url} alt={file.name} style={{ aspectRatio: ratio }} className="block max-h-60 w-56 max-w-full object-cover" />
      ) : (
        <span style={{ aspectRatio: ratio }} className="block max-h-60 w-56 max-w-full" />
      )}
    </button>
  )
}

function FileCard({ chat, file }: { chat: Chat; file: AttachmentView }) {
  const t = useTranslations('widget')
  const format = useFormatter()
  const { save, failed } = useSave(chat, file)
  const size =
    file.size < 1_000_000
      ? format.number(Math.max(1, Math.round(file.size / 1000)), { style: 'unit', unit: 'kilobyte' })
      : format.number(file.size / 1_000_000, { style: 'unit', unit: 'megabyte', maximumFractionDigits: 1 })
  return (
    <>
      <button
        type="button"
        onClick={() => void save()}
        aria-label={t('download', { name: file.name, size })}
        className="flex max-w-full items-center gap-2.5 rounded-xl border border-line bg-surface px-3 py-2 text-start hover:bg-hover"
      >
        <FileText size={20} aria-hidden className="shrink-0 text-dim" />
        <span className="min-w-0">
          <span dir="auto" className="block truncate">
            {file.name}
          </span>
          <span className="block text-[12px] text-dim">{size}</span>
        </span>
      </button>
      {failed && (
        <span role="alert" className="text-[13px] text-danger">
          {t('downloadFailed')}
        </span>
      )}
    </>
  )
}

/** Gives the file to the browser to keep. It is never opened in here. */
function useSave(chat: Chat, file: AttachmentView) {
  const [failed, setFailed] = useState(false)
  const save = async () => {
    setFailed(false)
    try {
      const url = URL.createObjectURL(await chat.fetchFile(file.id, 'file'))
      const a = document.createElement('a')
      a.href = url
      a.download = file.name
      a.click()
      setTimeout(() => URL.revokeObjectURL(url), 60_000)
    } catch {
      setFailed(true)
    }
  }
  return { save, failed }
}
