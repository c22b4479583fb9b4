/** Clears what office programs and pages put on the clipboard of what is no word, before the schema takes what it knows. */

/** Word writes lists as paragraphs with a sign of their own; their level stands in the style. */
const ITEM = /<p[^>]*class="?MsoList[^>]*>([\s\S]*?)<\/p>/gi
const SIGN = /<!--\[if !supportLists\]-->([\s\S]*?)<!--\[endif\]-->|<span[^>]*style=['"][^'"]*mso-list:\s*Ignore[^'"]*['"][^>]*>([\s\S]*?)<\/span>(?:\s*<\/span>)*/i

export function cleanPasted(html: string): string {
  return (
    listsOf(html)
      .replace(/<!--[\s\S]*?-->/g, '')
      .replace(/<(style|script|title|xml|head)\b[\s\S]*?<\/\1>/gi, '')
      .replace(/<\/?(?:o|w|m|v):[^>]*>/gi, '')
      // They would never run; the browser would complain of each all the same.
      .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\son\w+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ''))
  )
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
