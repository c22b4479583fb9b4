/** Words with their looks in the HTML that Telegram reads: it knows neither paragraphs nor lists. */
import { linesOf, type Run } from '../lines'

const TAGS = { strong: 'b', em: 'i', s: 's', code: 'code' } as const
const escape = (s: string) => s.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;')

export function telegramHtml(html: string): string {
  const lines = linesOf(html)
  const kind = (i: number) => (lines[i]?.isPre ? 'pre' : lines[i]?.isQuote ? 'blockquote' : null)
  return lines
    .map((l, i) => {
      const words = l.isPre ? escape(l.runs.map((r) => r.text).join('')) : escape(l.sign) + l.runs.map(tagged).join('')
      const tag = kind(i)
      return tag === null ? words : `${kind(i - 1) === tag ? '' : `<${tag}>`}${words}${kind(i + 1) === tag ? '' : `</${tag}>`}`
    })
    .join('\n')
}

function tagged({ text, marks, href }: Run): string {
  // Code may hold nothing else there.
  const kept = marks.includes('code') ? (['code'] as const) : marks
  const words = kept.reduceRight((inner, m) => `<${TAGS[m]}>${inner}</${TAGS[m]}>`, escape(text))
  return href ? `<a href="${escape(href)}">${words}</a>` : words
}
