/** Between what the editor holds and what an answer carries: its plain words, and the HTML of their looks where there are any. */
import { DOMParser as Reader, DOMSerializer, Fragment, type Node } from 'prosemirror-model'
import { schema } from './schema'

/** The words as one would type them without an editor: a line per paragraph, signs before what is listed or quoted. */
export function plainOf(doc: Node): string {
  return linesOf(doc).join('\n')
}

/** The same of something copied. */
export function plainOfSlice(content: Fragment): string {
  const lines: string[] = []
  content.forEach((child) => lines.push(...(child.isInline ? [child.text ?? '\n'] : block(child))))
  return content.firstChild?.isInline ? lines.join('') : lines.join('\n')
}

function linesOf(node: Node): string[] {
  const out: string[] = []
  node.forEach((child) => out.push(...block(child)))
  return out
}

function block(node: Node): string[] {
  switch (node.type.name) {
    case 'blockquote':
      return linesOf(node).map((l) => (l === '' ? '>' : `> ${l}`))
    case 'bullet_list':
      return items(node, () => '• ')
    case 'ordered_list':
      return items(node, (i) => `${Number(node.attrs.start) + i}. `)
    case 'code_block':
      return node.textContent.split('\n')
    default:
      return inline(node).split('\n')
  }
}

function items(list: Node, sign: (i: number) => string): string[] {
  const out: string[] = []
  list.forEach((item, _, i) => {
    const s = sign(i)
    out.push(...linesOf(item).map((l, n) => (n === 0 ? s : ' '.repeat(s.length)) + l))
  })
  return out
}

function inline(node: Node): string {
  let out = ''
  let link: { href: string; words: string } | null = null
  const end = () => {
    if (link && !isSame(link.href, link.words)) out += ` (${link.href.replace(/^mailto:/i, '')})`
    link = null
  }
  node.forEach((child) => {
    const href = child.marks.find((m) => m.type.name === 'link')?.attrs.href
    if (link?.href !== href) end()
    const words = child.isText ? (child.text ?? '') : '\n'
    if (typeof href === 'string') link = { href, words: (link?.words ?? '') + words }
    out += words
  })
  end()
  return out
}

const isSame = (href: string, words: string) =>
  href.replace(/^(?:https?:\/\/|mailto:|tel:)/i, '').replace(/\/$/, '') ===
  words
    .trim()
    .replace(/^https?:\/\//i, '')
    .replace(/\/$/, '')

/** undefined where nothing in it looks other than plain words would. */
export function htmlOf(doc: Node): string | undefined {
  let hasLooks = false
  doc.descendants((n) => {
    hasLooks ||= n.marks.length > 0 || !['paragraph', 'text', 'hard_break'].includes(n.type.name)
    return !hasLooks
  })
  if (!hasLooks) return undefined
  const box = document.createElement('div')
  box.append(DOMSerializer.fromSchema(schema).serializeFragment(doc.content))
  return box.innerHTML
}

/** What an answer carries as the editor holds it: its looks where it has any, else a paragraph per line. */
export function docOf(body: string, html: string | undefined): Node {
  if (html) return Reader.fromSchema(schema).parse(new DOMParser().parseFromString(html, 'text/html').body, { preserveWhitespace: true })
  const lines = body.split('\n').map((l) => schema.node('paragraph', null, l === '' ? undefined : schema.text(l)))
  return schema.node('doc', null, Fragment.from(lines))
}
