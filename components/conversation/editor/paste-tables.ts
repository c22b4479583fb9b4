/** Tables on the clipboard become lines, a cell apart from the next by a tab: the editor holds no tables. */

/** Stands for a tab until the HTML is read, where a real one is a space. From the private area of Unicode. */
export const TAB = '\uE009'

const TAG = /<(\/?)(table|tr|td|th)\b([^<>]*)>/gi
const BLOCK = /<(?:p|div|li|h[1-6]|pre|blockquote)\b/gi
const BREAKS = /<br\b[^<>]*>|<\/?(?:p|div|h[1-6]|li|ul|ol)\b[^<>]*>/gi
const PARTS = /<\/?(?:col|colgroup|tbody|thead|tfoot)\b[^<>]*>/gi
const SPAN_MAX = 50
/** Tables inside tables; what is deeper stays in its cell as words. */
const DEPTH_MAX = 8

type Row = { cells: { html: string; span: number }[]; isInCell: boolean }

/** In time that grows with what is pasted. A row of one cell, or of cells with paragraphs of their own, is layout and stays words. */
export function tablesAsLines(pasted: string): string {
  const html = pasted.replace(PARTS, '')
  let out = ''
  let tooDeep = 0
  const rows: Row[] = []
  const write = (s: string) => {
    const row = rows.at(-1)
    const cell = row?.isInCell ? row.cells.at(-1) : undefined
    if (cell) cell.html += s
    else if (!row) out += s
  }
  const end = () => {
    const row = rows.pop()
    if (row) write(lineOf(row))
  }
  // How many rows were open where each table began.
  const tables: number[] = []
  let at = 0
  for (const m of html.matchAll(TAG)) {
    const [whole, close, name = '', rest = ''] = m
    const base = tables.at(-1)
    const isTable = name.toLowerCase() === 'table'
    if (base !== undefined || isTable) write(html.slice(at, m.index))
    else write(html.slice(at, m.index + whole.length))
    at = m.index + whole.length
    if (tooDeep > 0 || (isTable && !close && tables.length === DEPTH_MAX)) {
      if (isTable) tooDeep += close ? -1 : 1
      write(' ')
      continue
    }
    switch (name.toLowerCase()) {
      case 'table':
        if (!close) tables.push(rows.length)
        else if (base !== undefined) {
          while (rows.length > base) end()
          tables.pop()
        }
        break
      case 'tr':
        if (base === undefined) break
        while (rows.length > base) end()
        if (!close) rows.push({ cells: [], isInCell: false })
        break
      default: {
        const row = base !== undefined && rows.length > base ? rows.at(-1) : undefined
        if (!row) break
        row.isInCell = !close
        if (!close) row.cells.push({ html: '', span: Math.min(SPAN_MAX, Number(/colspan\s*=\s*["']?(\d+)/i.exec(rest)?.[1] ?? 1)) })
      }
    }
  }
  write(html.slice(at))
  while (rows.length > 0) end()
  return out
}

function lineOf({ cells }: Row): string {
  const isLayout = cells.length <= 1 || cells.some((c) => (c.html.match(BLOCK) ?? []).length > 1)
  if (isLayout) return cells.map((c) => `<div>${c.html}</div>`).join('')
  return `<p>${cells.map((c) => c.html.replace(BREAKS, ' ').replace(/\s+/g, ' ').trim() + TAB.repeat(Math.max(0, c.span - 1))).join(TAB)}</p>`
}
