/** Clears what office programs and pages put on the clipboard of what is no word, before the schema takes what it knows. */
import { tablesAsLines } from './paste-tables'

/** Word writes lists as paragraphs with a sign of their own; their level stands in the style. */
const ITEM = /<p[^<>]*class="?MsoList[^<>]*>([\s\S]{0,5000}?)<\/p>/gi
const SIGN =
  /<!--\[if !supportLists\]-->([\s\S]{0,500}?)<!--\[endif\]-->|<span[^<>]*style=['"][^'"<>]*mso-list:\s*Ignore[^'"<>]*['"][^<>]*>([\s\S]{0,500}?)<\/span>(?:\s*<\/span>)*/i
/** An empty line of a mail program or a page. The library leaves out a break at a block's end, and of a `div` nothing remains then. */
const EMPTY_LINE = /<div\b[^<>]*>(?:\s*<\/?(?:span|font|b|i|u|em|strong)\b[^<>]*>){0,8}\s*<br\b[^<>]*>(?:\s*<\/?(?:span|font|b|i|u|em|strong)\b[^<>]*>){0,8}\s*<\/div>/gi
/** What it holds is no word either. */
const HOLDERS = ['style', 'script', 'title', 'xml', 'head']

/** In time that grows with what is pasted, whatever it is: the page it was copied from may mean ill. */
export function cleanPasted(html: string): string {
  const shown = HOLDERS.reduce((h, name) => without(h, new RegExp(`<${name}\\b`, 'gi'), `</${name}>`), without(listsOf(html), /<!--/g, '-->'))
  return (
    tablesAsLines(shown.replace(EMPTY_LINE, '<p><br></p>'))
      .replace(/<\/?(?:o|w|m|v):[^<>]*>/gi, '')
      // They would never run; the browser would complain of each all the same.
      .replace(/<[a-z][^<>]*>/gi, (tag) => tag.replace(/\son\w+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ''))
  )
}

/** Leaves out each stretch from `open` to `close`; one that never ends reaches to the end. */
function without(html: string, open: RegExp, close: string): string {
  const lower = html.toLowerCase()
  let out = ''
  let at = 0
  for (let m = open.exec(html); m; m = open.exec(html)) {
    out += html.slice(at, m.index)
    const end = lower.indexOf(close, m.index)
    if (end < 0) return out
    at = open.lastIndex = end + close.length
  }
  return out + html.slice(at)
}

function listsOf(html: string): string {
  if (!/MsoList/.test(html)) return html
  return html
    .replace(ITEM, (whole, inner: string) => {
      const sign = SIGN.exec(inner)
      if (!sign) return whole
      const isNumbered = /^[\s(]*(?:\d+|[a-z])[.)]/i.test((sign[1] ?? sign[2] ?? '').replace(/<[^>]*>/g, '').replace(/&nbsp;/g, ' '))
      const tag = isNumbered ? 'ol' : 'ul'
      return `<${tag}><li>${inner.replace(SIGN, '')}</li></${tag}>`
    })
    .replace(/<\/(ul|ol)>\s*<\1>/g, '')
}
