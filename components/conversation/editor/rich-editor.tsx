'use client'
import { closeHistory } from 'prosemirror-history'
import type { Node } from 'prosemirror-model'
import { EditorState, Selection } from 'prosemirror-state'
import { EditorView } from 'prosemirror-view'
import { type KeyboardEvent, type Ref, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react'
import { activeIn, commands, linkAt, type Look, setLink } from './commands'
import { LinkLine } from './link-line'
import { pastedFiles } from '@/components/ui/pasted-files'
import type { FieldHandle, FieldSelection } from '../composer-field'
import { cleanPasted } from './paste'
import { sliceOfText, tidySlice } from './paste-slice'
import { plugins } from './plugins'
import { selectionAt, selectionOf } from './selection'
import { Toolbar } from './toolbar'
import { docOf, htmlOf, plainOf, plainOfSlice } from './words'

export type EditorProps = {
  label: string
  placeholder: string
  body: string
  html: string | undefined
  max: number
  onChange: (body: string, html: string | undefined) => void
  onKeyDown: (e: KeyboardEvent) => void
  onFiles: (files: readonly File[]) => void
  onBlur: () => void
  /** It goes away while it is typed in. */
  onTornOff: (selection: FieldSelection) => void
  ref: Ref<FieldHandle>
}

/** Words with their looks. Loaded when first wanted: nothing else of the inbox knows the library it is made of. */
export function RichEditor({ label, placeholder, body, html, max, onChange, onKeyDown, onFiles, onBlur, onTornOff, ref }: EditorProps) {
  const place = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const said = useRef(body)
  const [active, setActive] = useState<readonly Look[]>([])
  const [link, setLinkOf] = useState<string | null>(null)
  // What the view calls back is made once; these are of now.
  const now = useRef({ onChange, onFiles, onBlur, onTornOff })
  now.current = { onChange, onFiles, onBlur, onTornOff }

  useLayoutEffect(() => {
    if (!place.current) return
    const openLink = () => setLinkOf((view.current && linkAt(view.current.state)?.href) ?? '')
    const begin = (doc: Node) => EditorState.create({ doc, plugins: plugins(openLink) })
    const v = new EditorView(place.current, {
      state: begin(docOf(body, html)),
      attributes: { role: 'textbox', 'aria-multiline': 'true', dir: 'auto', class: 'looks' },
      transformPastedHTML: cleanPasted,
      transformPasted: tidySlice,
      clipboardTextParser: sliceOfText,
      clipboardTextSerializer: (slice) => plainOfSlice(slice.content),
      dispatchTransaction(tr) {
        if (tr.docChanged && tr.doc.content.size > max && tr.doc.content.size > v.state.doc.content.size) return
        // What is pasted is undone by itself, however soon it follows what was typed.
        v.updateState(v.state.apply(tr.getMeta('uiEvent') === 'paste' ? closeHistory(tr) : tr))
        setActive((was) => (same(was, activeIn(v.state)) ? was : activeIn(v.state)))
        if (!tr.docChanged || tr.getMeta('outside')) return
        said.current = plainOf(v.state.doc)
        now.current.onChange(said.current, htmlOf(v.state.doc))
      },
      handlePaste(_, e) {
        const files = e.clipboardData ? pastedFiles(e.clipboardData) : []
        if (files.length === 0) return false
        now.current.onFiles(files)
        return true
      },
      handleDOMEvents: { blur: () => now.current.onBlur() },
    })
    view.current = v
    return () => {
      if (v.hasFocus()) now.current.onTornOff(selectionOf(v.state))
      v.destroy()
    }
    // Once: what changes outside later comes by the effect below.
    // eslint-disable-next-line react/exhaustive-deps
  }, [])

  // Before the next key: a letter typed in between would be taken for what is replaced.
  useLayoutEffect(() => {
    const v = view.current
    if (!v || body === said.current) return
    said.current = body
    v.dispatch(v.state.tr.replaceWith(0, v.state.doc.content.size, docOf(body, html).content).setMeta('outside', true).setMeta('addToHistory', false))
    v.dispatch(v.state.tr.setSelection(Selection.atEnd(v.state.doc)))
  }, [body, html])

  useLayoutEffect(() => {
    const el = view.current?.dom
    if (!el) return
    el.setAttribute('aria-label', label)
    el.setAttribute('aria-keyshortcuts', 'Control+Enter Meta+Enter')
    el.setAttribute('aria-placeholder', placeholder)
    if (body === '' && html === undefined) el.dataset.placeholder = placeholder
    else delete el.dataset.placeholder
  })

  useImperativeHandle(ref, () => ({
    focus: (selection) => {
      const v = view.current
      if (!v) return
      if (selection) v.dispatch(v.state.tr.setSelection(selectionAt(v.state.doc, selection)))
      // A draft that lay here goes on at its end, not before its first word.
      if (!selection && !v.hasFocus() && v.state.selection.from <= 1) v.dispatch(v.state.tr.setSelection(Selection.atEnd(v.state.doc)))
      v.focus()
    },
    selection: () => (view.current?.hasFocus() ? selectionOf(view.current.state) : null),
  }))

  const back = () => {
    setLinkOf(null)
    view.current?.focus()
  }
  const pick = (look: Look) => {
    const v = view.current
    if (!v) return
    if (look === 'link') return setLinkOf(linkAt(v.state)?.href ?? '')
    commands[look](v.state, v.dispatch, v)
    v.focus()
  }
  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the words inside are what is written in; this hears their keys
    <div onKeyDown={onKeyDown}>
      <div
        ref={place}
        className="max-h-[max(6rem,35dvh)] overflow-y-auto [&>.ProseMirror]:min-h-14 [&>.ProseMirror]:px-3 [&>.ProseMirror]:py-2 [&>.ProseMirror]:outline-none"
      />
      {link === null ? (
        <Toolbar active={active} onPick={pick} />
      ) : (
        <LinkLine
          href={link}
          onLeave={back}
          onSet={(href) => {
            const v = view.current
            if (v) setLink(href)(v.state, v.dispatch)
            back()
          }}
        />
      )}
    </div>
  )
}

const same = (a: readonly Look[], b: readonly Look[]) => a.length === b.length && a.every((l, i) => l === b[i])
