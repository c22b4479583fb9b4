/** What the toolbar and the keys do. */
import { lift, setBlockType, toggleMark, wrapIn } from 'prosemirror-commands'
import type { MarkType, NodeType } from 'prosemirror-model'
import { liftListItem, wrapInList } from 'prosemirror-schema-list'
import { type Command, type EditorState, Selection } from 'prosemirror-state'
import { schema } from './schema'

export const LOOKS = ['strong', 'em', 'strike', 'link', 'bullet_list', 'ordered_list', 'blockquote', 'code'] as const
export type Look = (typeof LOOKS)[number]

const node = (name: keyof typeof schema.nodes): NodeType => schema.nodes[name]!
const mark = (name: keyof typeof schema.marks): MarkType => schema.marks[name]!

function isInside(state: EditorState, type: NodeType): boolean {
  const { $from } = state.selection
  for (let d = $from.depth; d > 0; d--) if ($from.node(d).type === type) return true
  return false
}

function hasMark(state: EditorState, type: MarkType): boolean {
  const { from, $from, to, empty } = state.selection
  return empty ? Boolean(type.isInSet(state.storedMarks ?? $from.marks())) : state.doc.rangeHasMark(from, to, type)
}

/** The looks of what is selected. */
export const activeIn = (state: EditorState): Look[] =>
  LOOKS.filter((l) =>
    l === 'code' ? hasMark(state, mark('code')) || isInside(state, node('code_block')) : l in schema.marks ? hasMark(state, mark(l)) : isInside(state, node(l)),
  )

const list =
  (name: 'bullet_list' | 'ordered_list'): Command =>
  (state, dispatch, view) =>
    isInside(state, node(name)) ? liftListItem(node('list_item'))(state, dispatch) : wrapInList(node(name))(state, dispatch, view)

/** Several lines become a block, some words a mark. */
const code: Command = (state, dispatch, view) => {
  if (isInside(state, node('code_block'))) return setBlockType(node('paragraph'))(state, dispatch, view)
  const { $from, $to } = state.selection
  return ($from.sameParent($to) ? toggleMark(mark('code')) : setBlockType(node('code_block')))(state, dispatch, view)
}

const quote: Command = (state, dispatch, view) => (isInside(state, node('blockquote')) ? lift : wrapIn(node('blockquote')))(state, dispatch, view)

export const commands: Record<Exclude<Look, 'link'>, Command> = {
  strong: toggleMark(mark('strong')),
  em: toggleMark(mark('em')),
  strike: toggleMark(mark('strike')),
  bullet_list: list('bullet_list'),
  ordered_list: list('ordered_list'),
  blockquote: quote,
  code,
}

/** The link the selection stands in, with its extent; null outside of any. */
export function linkAt(state: EditorState): { href: string; from: number; to: number } | null {
  const { $from } = state.selection
  const at = $from.parent.childAfter($from.parentOffset)
  const near = at.node?.marks.some((m) => m.type === mark('link')) ? at : $from.parent.childBefore($from.parentOffset)
  const found = near.node?.marks.find((m) => m.type === mark('link'))
  if (!near.node || !found) return null
  const from = $from.start() + near.offset
  return { href: String(found.attrs.href), from, to: from + near.node.nodeSize }
}

/** Puts a link on what is selected, or on the link one stands in; where nothing is, its address becomes the words. `href` null takes it away. */
export const setLink =
  (href: string | null): Command =>
  (state, dispatch) => {
    const { from, to, empty } = state.selection
    const known = linkAt(state)
    const range = empty && known ? known : { from, to }
    const tr = state.tr
    if (href === null) tr.removeMark(range.from, range.to, mark('link'))
    else if (range.from === range.to) tr.replaceSelectionWith(schema.text(href.replace(/^mailto:/i, ''), [mark('link').create({ href })]), false)
    else tr.removeMark(range.from, range.to, mark('link')).addMark(range.from, range.to, mark('link').create({ href }))
    // What is written next stands behind it, and is no part of it.
    tr.setSelection(Selection.near(tr.doc.resolve(tr.mapping.map(range.to)))).removeStoredMark(mark('link'))
    dispatch?.(tr.scrollIntoView())
    return true
  }
