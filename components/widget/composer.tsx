'use client'
import { Paperclip, SendHorizontal, X } from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { pastedFiles } from '@/components/ui/pasted-files'
import { isComposing } from '@/components/ui/is-composing'
import type { AttachmentView } from '@/lib/domain/messages/view'
import type { Chat, State } from './chat'
import { useReason } from './reason'

type Props = { chat: Chat; state: State; box: RefObject<HTMLTextAreaElement | null> }
type Piece = { id: number; name: string; file: AttachmentView | null; problem: string | null }

const FILES_MAX = 10
const FILE_MAX_MB = 25
const BODY_MAX = 100_000

/** Where one writes. Enter sends, except while a word is being composed (Japanese, Chinese…). */
export function Composer({ chat, state, box }: Props) {
  const t = useTranslations('widget')
  const reason = useReason()
  const hint = useId()
  const body = state.draft
  const [pieces, setPieces] = useState<Piece[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [isOver, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const last = useRef(0)
  const isBusy = pieces.some((p) => !p.file && !p.problem)
  const ready = pieces.flatMap((p) => p.file ?? [])
  const [isHeld, setHeld] = useState(false)
  const canSend = isBusy || body.trim() !== '' || ready.length > 0

  const send = () => {
    if (!canSend) return
    // Files on their way go with it: it leaves when they are there.
    if (isBusy) return setHeld(true)
    chat.send(body, ready)
    chat.setDraft('')
    setPieces((all) => all.filter((p) => p.problem))
    setProblem(null)
    box.current?.focus()
  }
  const sendHeld = useEffectEvent(() => {
    setHeld(false)
    // One that failed is the writer's to decide about.
    if (!pieces.some((p) => p.problem)) send()
  })
  useEffect(() => {
    if (isHeld && !isBusy) sendHeld()
  }, [isHeld, isBusy])
  const add = (files: readonly File[]) => {
    setProblem(null)
    const room = Math.max(0, FILES_MAX - pieces.length)
    const leftOut = files.slice(room).map((f) => f.name)
    if (leftOut.length > 0) setProblem(t('tooManyFiles', { count: FILES_MAX, names: leftOut.join(', ') }))
    for (const file of files.slice(0, room)) {
      if (file.size > FILE_MAX_MB * 1024 * 1024) {
        setProblem(t('fileTooLarge', { name: file.name, size: FILE_MAX_MB }))
        continue
      }
      const id = ++last.current
      const now = (fields: Partial<Piece>) => setPieces((all) => all.map((p) => (p.id === id ? { ...p, ...fields } : p)))
      setPieces((all) => [...all, { id, name: file.name, file: null, problem: null }])
      chat.upload(file).then(
        (view) => now({ file: view }),
        (e: unknown) => now({ problem: reason(e) }),
      )
    }
  }
  const onKeyDown = (e: KeyboardEvent) => {
    if (e.key !== 'Enter' || e.shiftKey || e.altKey || isComposing(e.nativeEvent)) return
    e.preventDefault()
    send()
  }
  const onPaste = (e: ClipboardEvent) => {
    const files = pastedFiles(e.clipboardData)
    if (files.length === 0) return
    e.preventDefault()
    add(files)
  }
  const onDrop = (e: DragEvent) => {
    e.preventDefault()
    setOver(false)
    add([...e.dataTransfer.files])
  }
  return (
    <form
      onSubmit={(e) => {
        e.preventDefault()
        send()
      }}
      onDragOver={(e) => {
        if (!e.dataTransfer.types.includes('Files')) return
        e.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
      className={cx('border-t border-line p-2', isOver && 'bg-selected')}
    >
      {isOver && <p className="p-2 text-center text-[13px] text-dim">{t('dropHere')}</p>}
      {problem && (
        <p role="alert" className="px-2 pb-2 text-[13px] text-danger">
          {problem}
        </p>
      )}
      {pieces.length > 0 && (
        <ul className="flex flex-wrap gap-1.5 px-1 pb-2">
          {pieces.map((p) => (
            <li
              key={p.id}
              className={cx('flex max-w-full items-center gap-1 rounded-lg border ps-2.5 text-[13px]', p.problem ? 'border-danger text-danger' : 'border-line text-ink')}
            >
              <span dir="auto" role={p.problem ? 'alert' : 'status'} className="truncate py-1">
                {p.problem ? t('uploadFailed', { name: p.name, reason: p.problem }) : p.file ? p.name : t('uploading', { name: p.name })}
              </span>
              <button
                type="button"
                aria-label={t('removeFile', { name: p.name })}
                onClick={() => setPieces((all) => all.filter((o) => o.id !== p.id))}
                className="flex size-8 shrink-0 items-center justify-center rounded-md text-dim hover:bg-hover"
              >
                <X size={14} />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div className="flex items-end gap-1">
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={(e) => {
            add([...(e.target.files ?? [])])
            e.target.value = ''
          }}
        />
        <button
          type="button"
          aria-label={t('attach')}
          onClick={() => picker.current?.click()}
          className="flex size-10 shrink-0 items-center justify-center rounded-full text-dim hover:bg-hover hover:text-ink"
        >
          <Paperclip size={19} />
        </button>
        {/* 16 px: below that, phones zoom into the field. */}
        <textarea
          ref={box}
          value={body}
          rows={1}
          dir="auto"
          maxLength={BODY_MAX}
          aria-label={t('message')}
          aria-describedby={hint}
          placeholder={t('messagePlaceholder')}
          enterKeyHint="send"
          onChange={(e) => {
            chat.setDraft(e.target.value)
            chat.typed()
          }}
          onBlur={() => chat.stopTyping()}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          className="field-sizing-content max-h-36 min-h-10 min-w-0 flex-1 resize-none rounded-2xl border border-line bg-surface px-3.5 py-2 text-[16px] leading-snug text-ink placeholder:text-dim"
        />
        <button
          type="submit"
          aria-label={t('send')}
          disabled={!canSend}
          className="flex size-10 shrink-0 items-center justify-center rounded-full bg-(--site) text-(--on-site) disabled:bg-sunken disabled:text-dim"
        >
          <SendHorizontal size={19} className="rtl:-scale-x-100" />
        </button>
      </div>
      <p id={hint} className="sr-only">
        {t('messageHint')}
      </p>
    </form>
  )
}
