'use client'
import { useCallback, useEffect, useRef, useState } from 'react'
import type { AttachmentView } from '@/lib/domain/messages/view'
import { failureOf } from '@/lib/queries/fetch'

/** The server's limits, told before anything travels. */
export const FILE_MAX = 25_000_000
export const FILES_MAX = 20

/** A file on its way to `of`. `share` 0..1; `reason` once it failed (`offline` when no answer came). */
export type Upload<Of = unknown> = { id: number; of: Of; file: File; share: number; reason?: string }
export type Refused = { kind: 'tooLarge'; name: string; limit: number } | { kind: 'emptyFile'; name: string } | { kind: 'tooMany'; names: string[] }

let lastId = 0

/** Uploads files as they are chosen; each that arrives goes to `onDone`, with a way to put files in the order they were chosen in. */
export function useUploads<Of>(onDone: (file: AttachmentView, of: Of, inOrder: (files: readonly AttachmentView[]) => AttachmentView[]) => void) {
  const [uploads, setUploads] = useState<Upload<Of>[]>([])
  const places = useRef(new Map<number, number>())
  const running = useRef(new Map<number, XMLHttpRequest>())
  const done = useRef(onDone)
  useEffect(() => {
    done.current = onDone
  })
  useEffect(() => {
    const all = running.current
    return () => all.forEach((r) => r.abort())
  }, [])

  const patch = useCallback((id: number, part: Partial<Upload<Of>>) => setUploads((all) => all.map((u) => (u.id === id ? { ...u, ...part } : u))), [])
  const drop = useCallback((id: number) => {
    running.current.get(id)?.abort()
    running.current.delete(id)
    setUploads((all) => all.filter((u) => u.id !== id))
  }, [])

  const start = useCallback(
    (u: Upload<Of>) => {
      // fetch() tells nothing of how far an upload is.
      const r = new XMLHttpRequest()
      running.current.set(u.id, r)
      r.open('POST', '/api/ui/attachments')
      r.timeout = 120_000
      r.responseType = 'json'
      r.setRequestHeader('x-file-name', encodeURIComponent(u.file.name))
      r.setRequestHeader('content-type', u.file.type || 'application/octet-stream')
      r.upload.onprogress = (e) => e.lengthComputable && patch(u.id, { share: e.loaded / e.total })
      r.onload = () => {
        // Read first: dropping aborts, and an aborted request forgets its answer.
        const answer: AttachmentView | null = r.response
        if (r.status < 200 || r.status >= 300 || !answer) return patch(u.id, { reason: failureOf(r.status, answer).reason })
        drop(u.id)
        // A small one arrives before a large one that was chosen first.
        places.current.set(answer.id, u.id)
        done.current(answer, u.of, (files) => files.toSorted((a, b) => (places.current.get(a.id) ?? 0) - (places.current.get(b.id) ?? 0)))
      }
      r.onerror = r.ontimeout = () => patch(u.id, { reason: 'offline' })
      r.send(u.file)
    },
    [drop, patch],
  )

  /** Takes files in, up to `room` of them and each of at most `maxOf` bytes; answers what was refused. */
  const add = useCallback(
    (files: readonly File[], { room, maxOf, of }: { room: number; maxOf: (f: File) => number; of: Of }): Refused[] => {
      const refused: Refused[] = []
      const good = files.filter((f) => {
        const limit = Math.min(FILE_MAX, maxOf(f))
        if (f.size > limit) refused.push({ kind: 'tooLarge', name: f.name, limit })
        else if (f.size === 0) refused.push({ kind: 'emptyFile', name: f.name })
        else return true
        return false
      })
      const taken = Math.max(0, room)
      if (good.length > taken) refused.push({ kind: 'tooMany', names: good.slice(taken).map((f) => f.name) })
      const fresh = good.slice(0, taken).map((file) => ({ id: ++lastId, of, file, share: 0 }))
      setUploads((all) => [...all, ...fresh])
      fresh.forEach(start)
      return refused
    },
    [start],
  )
  const again = useCallback(
    (u: Upload<Of>) => {
      patch(u.id, { reason: undefined, share: 0 })
      start(u)
    },
    [patch, start],
  )
  useEffect(() => {
    // What failed for want of a network goes by itself when there is one.
    const retry = () => uploads.filter((u) => u.reason === 'offline').forEach(again)
    window.addEventListener('online', retry)
    return () => window.removeEventListener('online', retry)
  }, [uploads, again])
  return { uploads, add, again, drop }
}
