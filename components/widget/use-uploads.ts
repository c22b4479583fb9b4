'use client'
import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { Problem } from './api'
import type { Chat } from './chat'
import { useReason } from './reason'

/** A file for the next message: `file` once it is there, `problem` (in words) once it failed. */
export type Upload = { id: number; source: File; file: AttachmentView | null; problem: string | null; isOffline: boolean }

const FILES_MAX = 10
const FILE_MAX_MB = 25

/** The files of the next message, in the order they were chosen in. `refused`: in words, which were not taken and why. */
export function useUploads(chat: Chat) {
  const t = useTranslations('widget')
  const reason = useReason()
  const [uploads, setUploads] = useState<Upload[]>([])
  const [refused, setRefused] = useState<string[]>([])
  const last = useRef(0)

  const patch = (id: number, part: Partial<Upload>) => setUploads((all) => all.map((u) => (u.id === id ? { ...u, ...part } : u)))
  const start = ({ id, source }: Upload) => {
    chat.upload(source).then(
      (file) => patch(id, { file }),
      (e: unknown) => patch(id, { problem: reason(e), isOffline: e instanceof Problem && e.reason === 'offline' }),
    )
  }
  const retry = (u: Upload) => {
    patch(u.id, { problem: null, isOffline: false })
    start(u)
  }
  const add = (files: readonly File[]) => {
    const fit = files.filter((f) => f.size <= FILE_MAX_MB * 1024 * 1024)
    const room = Math.max(0, FILES_MAX - uploads.length)
    const leftOut = fit.slice(room).map((f) => f.name)
    setRefused([
      ...(leftOut.length > 0 ? [t('tooManyFiles', { count: FILES_MAX, names: leftOut.join(', ') })] : []),
      ...files.filter((f) => !fit.includes(f)).map((f) => t('fileTooLarge', { name: f.name, size: FILE_MAX_MB })),
    ])
    const fresh = fit.slice(0, room).map((source) => ({ id: ++last.current, source, file: null, problem: null, isOffline: false }))
    setUploads((all) => [...all, ...fresh])
    fresh.forEach(start)
  }
  const remove = (id: number) => setUploads((all) => all.filter((u) => u.id !== id))
  /** After a message went: what failed stays, for the writer to decide about. */
  const clearSent = () => {
    setUploads((all) => all.filter((u) => u.problem))
    setRefused([])
  }
  useEffect(() => {
    // What failed for want of a network goes by itself when there is one.
    const again = () => uploads.filter((u) => u.isOffline).forEach(retry)
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  })
  return { uploads, refused, add, retry, remove, clearSent }
}
