'use client'
import { type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { BODY_MAX, ComposerField, type FieldHandle, type FieldProps } from './composer-field'
import type { EditorProps } from './editor/rich-editor'
import { followHtml } from './html-follow'

type Props = Omit<FieldProps, 'onChange' | 'ref' | 'onComposing'> & {
  /** Whether its words may have looks. */
  isRich: boolean
  html: string | undefined
  onChange: (text: string, html: string | undefined) => void
  ref: Ref<{ focus(): void; blur(): void }>
}
type Editor = (props: EditorProps) => React.ReactNode

const HTML_MAX = 200_000

/**
 * Where the words are written. Plain until the editor is there: it takes over what was written meanwhile, with caret and
 * focus, and never in the middle of a composed character. Should it not come, plain it stays.
 */
export function WordsField({ isRich, html, value, onChange, ref, ...field }: Props) {
  const [editor, setEditor] = useState<{ Editor: Editor; caret: number | null } | null>(null)
  const plain = useRef<FieldHandle>(null)
  const rich = useRef<{ focus(): void; blur(): void }>(null)
  const waiting = useRef<(() => void) | null>(null)
  const isComposing = useRef(false)

  useEffect(() => {
    if (!isRich) return setEditor(null)
    let isGone = false
    import('./editor/rich-editor').then(
      ({ RichEditor }) => {
        const swap = () => !isGone && setEditor({ Editor: RichEditor, caret: plain.current?.caret() ?? null })
        if (isComposing.current) waiting.current = swap
        else swap()
      },
      () => {},
    )
    return () => {
      isGone = true
    }
  }, [isRich])

  useImperativeHandle(ref, () => ({
    focus: () => (rich.current ?? plain.current)?.focus(),
    blur: () => (rich.current ?? plain.current)?.blur(),
  }))

  if (isRich && editor)
    return (
      <editor.Editor
        ref={rich}
        label={field.label}
        placeholder={field.placeholder}
        body={value}
        html={html}
        caret={editor.caret}
        max={BODY_MAX}
        onChange={(text, looks) => onChange(text, looks && looks.length <= HTML_MAX ? looks : undefined)}
        onKeyDown={field.onKeyDown}
        onFiles={field.onFiles}
        onBlur={field.onBlur}
      />
    )
  return (
    <>
      <ComposerField
        {...field}
        ref={plain}
        value={value}
        onChange={(text) => onChange(text, followHtml(html, value, text))}
        onComposing={(is) => {
          isComposing.current = is
          if (is) return
          // After the composed words have been told.
          setTimeout(() => waiting.current?.(), 0)
        }}
      />
      {isRich && <div className="h-7" aria-hidden />}
    </>
  )
}
