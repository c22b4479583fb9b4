/** What was pasted, as the editor takes it in: a line stays a line, an empty one too. */
import { Fragment, type Node, Slice } from 'prosemirror-model'
import { TAB } from './paste-tables'
import { schema } from './schema'

/** Plain words: a paragraph per line. The library's own way leaves empty lines out. */
export function sliceOfText(text: string): Slice {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const paragraphs = lines.map((l) => schema.node('paragraph', null, l === '' ? undefined : schema.text(l)))
  return new Slice(Fragment.from(paragraphs), 1, 1)
}

/** Tabs between cells come back; a paragraph of nothing but a break or a hard space, as programs write an empty line, is one. */
export const tidySlice = (slice: Slice): Slice => new Slice(tidy(slice.content), slice.openStart, slice.openEnd)

function tidy(content: Fragment): Fragment {
  const out: Node[] = []
  content.forEach((node) => {
    if (node.isText) out.push(node.text?.includes(TAB) ? schema.text(node.text.replaceAll(TAB, '\t'), node.marks) : node)
    else if (node.type.name === 'paragraph') out.push(node.copy(isBlank(node) ? Fragment.empty : tidy(withoutLastBreak(node))))
    else out.push(node.copy(tidy(node.content)))
  })
  return Fragment.from(out)
}

const isBlank = (p: Node) =>
  p.textContent.trim() === '' && ![TAB, '\t'].some((sign) => p.textContent.includes(sign)) && (p.childCount === 0 || p.lastChild === p.firstChild)

/** One at the end of a line shows nothing. */
function withoutLastBreak(p: Node): Fragment {
  const last = p.lastChild
  return last?.type.name === 'hard_break' ? p.content.cut(0, p.content.size - last.nodeSize) : p.content
}
