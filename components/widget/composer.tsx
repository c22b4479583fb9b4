'use client'
import { Paperclip, RotateCw, SendHorizontal, X } from 'lucide-react'
import { type ClipboardEvent, type DragEvent, type KeyboardEvent, type RefObject, useEffect, useEffectEvent, useId, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { cx } from '@/components/ui/cx'
import { pastedFiles } from '@/components/ui/pasted-files'
import { isComposing } from '@/components/ui/is-composing'
import type { Chat, State } from './chat'
import { useUploads } from './use-uploads'

type Props = { chat: Chat; state: State; box: RefObject<HTMLTextAreaElement | null> }

const BODY_MAX = 100_000
const CHIP_BUTTON = 'flex size-8 shrink-0 items-center justify-center rounded-md text-dim hover:bg-hover'

/** Where one writes. Enter sends, except while a word is being composed (Japanese, Chinese…). */
export function Composer({ chat, state, box }: Props) {
  const t = useTranslations('widget')
  const hint = useId()
  const body = state.draft
  const { uploads, refused, add, retry, remove, clearSent } = useUploads(chat)
  const [isOver, setOver] = useState(false)
  const picker = useRef<HTMLInputElement>(null)
  const isBusy = uploads.some((u) => !u.file && !u.problem)
  const ready = uploads.flatMap((u) => u.file ?? [])
  const [isHeld, setHeld] = useState(false)
  const canSend = isBusy || body.trim() !== '' || ready.length > 0

  const send = () => {
    if (!canSend) return
    // Files on their way go with it: it leaves when they are there.
    if (isBusy) return setHeld(true)
    chat.send(body, ready)
    chat.setDraft('')
    clearSent()
    box.current?.focus()
  }
  const sendHeld = useEffectEvent(() => {
    setHeld(false)
    // One that failed is the writer's to decide about.
    if (!uploads.some((u) => u.problem)) send()
  })
  useEffect(() => {
    if (isHeld && !isBusy) sendHeld()
  }, [isHeld, isBusy])
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
      {refused.length > 0 && (
        <div role="alert" className="px-2 pb-2 text-[13px] text-danger">
          {refused.map((line) => (
            <p key={line} dir="auto">
              {line}
            </p>
          ))}
        </div>
      )}
      {uploads.length > 0 && (
        <ul className="flex flex-wrap gap-1.5 px-1 pb-2">
          {uploads.map((u) => (
            <li
              key={u.id}
              className={cx('flex max-w-full items-center gap-1 rounded-lg border ps-2.5 text-[13px]', u.problem ? 'border-danger text-danger' : 'border-line text-ink')}
            >
              <span dir="auto" role={u.problem ? 'alert' : 'status'} className="truncate py-1">
                {u.problem ? t('uploadFailed', { name: u.source.name, reason: u.problem }) : u.file ? u.file.name : t('uploading', { name: u.source.name })}
              </span>
              {u.problem && (
                <button type="button" aria-label={t('retryFile', { name: u.source.name })} onClick={() => retry(u)} className={CHIP_BUTTON}>
                  <RotateCw size={14} />
                </button>
              )}
              <button type="button" aria-label={t('removeFile', { name: u.source.name })} onClick={() => remove(u.id)} className={CHIP_BUTTON}>
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
