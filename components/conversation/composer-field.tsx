'use client'
import { type ClipboardEvent, type KeyboardEvent, type Ref, useImperativeHandle, useLayoutEffect, useRef } from 'react'
import { cx } from '@/components/ui/cx'
import { pastedFiles } from '@/components/ui/pasted-files'

/** Longest body, in UTF-16 units: the domain's own limit. */
export const BODY_MAX = 100_000

/** A selection of text, both ends counted in UTF-16 units before the end of the text; a caret is where both are one. */
export type FieldSelection = { start: number; end: number }

/** `focus` sets the selection, or leaves it where it was. `selection` is null while the field has no focus. */
export type FieldHandle = { focus(selection?: FieldSelection): void; selection(): FieldSelection | null }

export type FieldProps = {
  label: string
  placeholder: string
  value: string
  isNote: boolean
  onChange: (text: string) => void
  onKeyDown: (e: KeyboardEvent) => void
  onFiles: (files: readonly File[]) => void
  onBlur: () => void
  /** Whether a character is being composed of several keys. */
  onComposing?: (is: boolean) => void
  /** It goes away while it is typed in. */
  onTornOff?: (selection: FieldSelection) => void
  ref: Ref<FieldHandle>
}

/** Where the words are written: grows with them, takes pasted files. */
export function ComposerField({ label, placeholder, value, isNote, onChange, onKeyDown, onFiles, onBlur, onComposing, onTornOff, ref }: FieldProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  useImperativeHandle(ref, () => ({
    focus: (selection) => {
      const el = area.current
      if (!el) return
      el.focus()
      if (selection) {
        const at = (beforeEnd: number) => Math.max(0, el.value.length - beforeEnd)
        return el.setSelectionRange(at(selection.start), at(selection.end))
      }
      // A draft that lay here goes on at its end, not before its first word.
      if (el.selectionEnd === 0) el.setSelectionRange(el.value.length, el.value.length)
    },
    selection: () => (area.current && document.activeElement === area.current ? selectionOf(area.current) : null),
  }))

  const tornOff = useRef(onTornOff)
  tornOff.current = onTornOff
  useLayoutEffect(() => {
    const el = area.current
    return () => {
      if (el && document.activeElement === el) tornOff.current?.(selectionOf(el))
    }
  }, [])

  // Read and written in one go, once per change, so that nothing is laid out twice.
  useLayoutEffect(() => {
    const el = area.current
    if (!el) return
    el.style.height = 'auto'
    el.style.height = `${Math.min(el.scrollHeight, Math.max(96, window.innerHeight * 0.35))}px`
  }, [value, isNote])

  const onPaste = (e: ClipboardEvent) => {
    const files = pastedFiles(e.clipboardData)
    if (files.length === 0) return
    e.preventDefault()
    onFiles(files)
  }
  return (
    <textarea
      ref={area}
      aria-label={label}
      aria-keyshortcuts="Control+Enter Meta+Enter"
      dir="auto"
      rows={2}
      maxLength={BODY_MAX}
      value={value}
      placeholder={placeholder}
      onChange={(e) => onChange(e.target.value)}
      onKeyDown={onKeyDown}
      onPaste={onPaste}
      onBlur={onBlur}
      onCompositionStart={() => onComposing?.(true)}
      onCompositionEnd={() => onComposing?.(false)}
      className={cx('block w-full resize-none bg-transparent px-3 py-2 outline-none', isNote ? 'placeholder:text-note-ink' : 'placeholder:text-dim')}
    />
  )
}

const selectionOf = (el: HTMLTextAreaElement): FieldSelection => ({ start: el.value.length - el.selectionStart, end: el.value.length - el.selectionEnd })
