'use client'
import { type Ref, useEffect, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { flushSync } from 'react-dom'
import { BODY_MAX, ComposerField, type FieldHandle, type FieldProps, type FieldSelection } from './composer-field'
import type { EditorProps } from './editor/rich-editor'
import { followHtml } from './html-follow'

type Props = Omit<FieldProps, 'onChange' | 'ref' | 'onComposing' | 'onTornOff'> & {
  /** Whether its words may have looks. */
  isRich: boolean
  html: string | undefined
  onChange: (text: string, html: string | undefined) => void
  /** The whole field goes away while it is typed in. */
  onTornOff: () => void
  ref: Ref<{ focus(selection?: FieldSelection): void }>
}
type Editor = (props: EditorProps) => React.ReactNode

const HTML_MAX = 200_000

/**
 * Where the words are written. Plain until the editor is there: it takes over what was written meanwhile, with its
 * selection and focus, and never in the middle of a composed character. Should it not come, plain it stays.
 */
export function WordsField({ isRich, html, value, onChange, onTornOff, ref, ...field }: Props) {
  const [editor, setEditor] = useState<{ Editor: Editor } | null>(null)
  const plain = useRef<FieldHandle>(null)
  const rich = useRef<FieldHandle>(null)
  /** What was selected in the field that was swapped for another. */
  const carried = useRef<FieldSelection | null>(null)
  const waiting = useRef<(() => void) | null>(null)
  const isComposing = useRef(false)

  useEffect(() => {
    if (!isRich) return setEditor(null)
    let isGone = false
    import('./editor/rich-editor').then(
      ({ RichEditor }) => {
        // In one go: a letter typed between the reading of the words and the swap would be lost.
        const swap = () => !isGone && flushSync(() => setEditor({ Editor: RichEditor }))
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
    focus: (selection) => (rich.current ?? plain.current)?.focus(selection),
  }))
  // Whichever field takes the place of the one that is typed in takes its selection and focus in the same turn.
  useLayoutEffect(() => {
    const at = carried.current
    carried.current = null
    if (at) (rich.current ?? plain.current)?.focus(at)
  })
  const tornOff = useRef(onTornOff)
  tornOff.current = onTornOff
  useLayoutEffect(
    () => () => {
      if (rich.current?.selection() ?? plain.current?.selection()) tornOff.current()
    },
    [],
  )

  if (isRich && editor)
    return (
      <editor.Editor
        ref={rich}
        label={field.label}
        placeholder={field.placeholder}
        body={value}
        html={html}
        max={BODY_MAX}
        onChange={(text, looks) => onChange(text, looks && looks.length <= HTML_MAX ? looks : undefined)}
        onKeyDown={field.onKeyDown}
        onFiles={field.onFiles}
        onBlur={field.onBlur}
        onTornOff={(selection) => (carried.current = selection)}
      />
    )
  return (
    <>
      <ComposerField
        {...field}
        ref={plain}
        value={value}
        onTornOff={(selection) => (carried.current = selection)}
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
