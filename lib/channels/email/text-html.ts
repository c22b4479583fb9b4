/** Plain words as the HTML half of a mail: the same words, with their links and lines. */

const escape = (s: string) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
const LINK = /https?:\/\/[^\s<>"']{1,2000}/g

export function textToHtml(text: string): string {
  let out = ''
  let from = 0
  for (const m of text.matchAll(LINK)) {
    const href = m[0].replace(/[.,;:!?)\]]+$/, '')
    out += `${escape(text.slice(from, m.index))}<a href="${escape(href)}">${escape(href)}</a>`
    from = m.index + href.length
  }
  out += escape(text.slice(from))
  return `<div dir="auto">${out.replaceAll('\n', '<br>\n')}</div>`
}
