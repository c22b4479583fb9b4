/** What is selected in the editor, in the units of a plain field, so that one field takes it over from another. */
import type { Node, ResolvedPos } from 'prosemirror-model'
import { type EditorState, Selection, TextSelection } from 'prosemirror-state'
import type { FieldSelection } from '../composer-field'

const beforeEnd = (doc: Node, at: number) => doc.textBetween(at, doc.content.size, '\n', '\n').length

/** A line's end counts as one letter. */
export const selectionOf = ({ doc, selection }: EditorState): FieldSelection => ({ start: beforeEnd(doc, selection.from), end: beforeEnd(doc, selection.to) })

export function selectionAt(doc: Node, { start, end }: FieldSelection): Selection {
  const to = positionAt(doc, end)
  return TextSelection.between(start === end ? to : positionAt(doc, start), to)
}

/** Halves the document: reading its text once per letter would hold the browser for seconds in a long one. */
function positionAt(doc: Node, count: number): ResolvedPos {
  let [low, high] = [0, Selection.atEnd(doc).to]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    if (beforeEnd(doc, middle) >= count) low = middle
    else high = middle - 1
  }
  return Selection.near(doc.resolve(low)).$head
}
