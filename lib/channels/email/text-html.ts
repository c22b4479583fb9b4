/** Plain words as the HTML half of a mail: the same words, with their links and lines. */

export const escape = (s: string) => s.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`)
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

/** What mail programs would lay out otherwise than our editor shows it. */
const STYLES: Record<string, string> = {
  p: 'margin:0',
  ul: 'margin:0',
  ol: 'margin:0',
  blockquote: 'margin:0 0 0 .8ex;border-left:2px solid #ccc;padding-left:1ex',
  pre: 'margin:0;padding:8px;background:#f3f3f3;white-space:pre-wrap;font-family:monospace',
  code: 'font-family:monospace',
}

/** Sanitised words with their looks as the HTML half of a mail. */
export function looksToHtml(safe: string): string {
  const styled = safe.replace(/<(p|ul|ol|blockquote|pre|code)(?=[\s>])/g, (_, tag: string) => `<${tag} style="${STYLES[tag]}"`)
  return `<div dir="auto">${styled.replace(/(<p [^>]*>)\s*<\/p>/g, '$1<br></p>')}</div>`
}
