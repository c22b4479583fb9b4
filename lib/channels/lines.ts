/** Sanitised words with their looks (lib/domain/messages/looks.ts), line by line, for channels that write them their own way. */

export type Mark = 'strong' | 'em' | 's' | 'code'
export type Run = { text: string; marks: readonly Mark[]; href?: string }
/** `sign`: what a list puts before it. */
export type Line = { sign: string; isQuote: boolean; isPre: boolean; runs: Run[] }

const TOKEN = /<(\/?)([a-z]+)((?:\s[^>]*)?)>|([^<]+)/g
const MARKS: ReadonlySet<string> = new Set(['strong', 'em', 's', 'code'])
const ENTITIES: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"' }
const plain = (s: string) =>
  s.replace(/&(lt|gt|amp|quot);|&#(\d{1,7});/g, (_, name: string, code: string) => (name ? (ENTITIES[name] ?? '') : String.fromCodePoint(Number(code))))

export function linesOf(html: string): Line[] {
  const out: Line[] = []
  const lists: { next: number | null }[] = []
  const marks: Mark[] = []
  let quotes = 0
  let isPre = false
  let href: string | undefined
  let sign = ''
  let line: Line | null = null
  const end = () => void (line = null)
  const here = (): Line => {
    if (line === null) {
      out.push((line = { sign: sign || '  '.repeat(lists.length), isQuote: quotes > 0, isPre, runs: [] }))
      sign = ''
    }
    return line
  }
  for (const [, closes, tag, rest, text] of html.matchAll(TOKEN)) {
    if (text !== undefined) {
      for (const [i, piece] of plain(text).split('\n').entries()) {
        if (i > 0 && isPre) end()
        // Between blocks stands nothing but the layout of the HTML.
        if (piece !== '' && (isPre || line !== null || piece.trim() !== '')) here().runs.push({ text: piece, marks: [...marks], ...(href ? { href } : {}) })
      }
    } else if (MARKS.has(tag ?? '')) {
      if (isPre) continue
      if (closes) marks.splice(marks.lastIndexOf(tag as Mark), 1)
      else marks.push(tag as Mark)
    } else if (tag === 'a') href = closes ? undefined : plain(/href="([^"]*)"/.exec(rest ?? '')?.[1] ?? '') || undefined
    else if (tag === 'br') {
      here()
      end()
    } else if (tag === 'ul' || tag === 'ol') {
      end()
      if (closes) lists.pop()
      else lists.push({ next: tag === 'ol' ? Number(/start="(\d+)"/.exec(rest ?? '')?.[1] ?? 1) : null })
    } else if (tag === 'li') {
      end()
      const list = lists.at(-1)
      if (!closes && list) sign = `${'  '.repeat(lists.length - 1)}${list.next === null ? '• ' : `${list.next++}. `}`
    } else if (tag === 'blockquote') {
      end()
      quotes += closes ? -1 : 1
    } else if (tag === 'pre') {
      end()
      isPre = !closes
    } else if (tag === 'p') {
      // A paragraph without words is an empty line.
      if (closes) here()
      end()
    }
  }
  return out
}
