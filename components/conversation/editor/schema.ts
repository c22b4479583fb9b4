/** What the editor can hold: the looks of lib/domain/messages/looks.ts and nothing else, so that whatever is pasted becomes that. */
import { type DOMOutputSpec, type MarkSpec, type NodeSpec, Schema } from 'prosemirror-model'

/** An address that may stand behind a link; null for any other. What has no scheme is a web or a mail address. */
export function linkFor(typed: string): string | null {
  const s = typed.trim()
  if (s === '' || /\s/.test(s)) return null
  const full = /^(?:https?:\/\/|mailto:|tel:)/i.test(s) ? s : /^[a-z][a-z0-9+.-]*:(?!\d)/i.test(s) ? null : /^[^/@]+@[^/@]+$/.test(s) ? `mailto:${s}` : `https://${s}`
  return full !== null && URL.canParse(full) ? full : null
}

const block = (tag: string, more: Partial<NodeSpec> = {}): NodeSpec => ({ group: 'block', parseDOM: [{ tag }], toDOM: (): DOMOutputSpec => [tag, 0], ...more })

const nodes = {
  doc: { content: 'block+' },
  // Headings become lines: what is pasted keeps its words.
  paragraph: block('p', { content: 'inline*', parseDOM: ['p', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((tag) => ({ tag })) }),
  blockquote: block('blockquote', { content: 'block+', defining: true }),
  bullet_list: block('ul', { content: 'list_item+' }),
  ordered_list: block('ol', {
    content: 'list_item+',
    attrs: { start: { default: 1, validate: 'number' } },
    parseDOM: [{ tag: 'ol', getAttrs: (el) => ({ start: Number(el.getAttribute('start')) || 1 }) }],
    toDOM: (n) => (n.attrs.start === 1 ? ['ol', 0] : ['ol', { start: n.attrs.start }, 0]),
  }),
  list_item: { content: 'paragraph block*', defining: true, parseDOM: [{ tag: 'li' }], toDOM: () => ['li', 0] },
  code_block: {
    group: 'block',
    content: 'text*',
    marks: '',
    code: true,
    defining: true,
    parseDOM: [{ tag: 'pre', preserveWhitespace: 'full' }],
    toDOM: () => ['pre', ['code', 0]],
  },
  hard_break: { inline: true, group: 'inline', selectable: false, parseDOM: [{ tag: 'br' }], toDOM: () => ['br'] },
  text: { group: 'inline' },
} satisfies Record<string, NodeSpec>

const mark = (tags: string[], more: MarkSpec['parseDOM'] = []): MarkSpec => ({
  parseDOM: [
    // Some programs wrap what they put on the clipboard in a bold that is none.
    ...tags.map((tag) => ({ tag, getAttrs: (el: HTMLElement) => (el.style.fontWeight === 'normal' || el.style.fontStyle === 'normal' ? false : null) })),
    ...more,
  ],
  toDOM: () => [tags[0] ?? 'span', 0],
})

const marks = {
  link: {
    attrs: { href: { validate: 'string' } },
    inclusive: false,
    parseDOM: [
      {
        tag: 'a[href]',
        getAttrs: (el: HTMLElement) => {
          const href = /^(?:https?:\/\/|mailto:|tel:)/i.test(el.getAttribute('href') ?? '') ? linkFor(el.getAttribute('href') ?? '') : null
          return href === null ? false : { href }
        },
      },
    ],
    toDOM: (m) => ['a', { href: m.attrs.href }, 0],
  },
  strong: mark(['strong', 'b'], [{ style: 'font-weight', getAttrs: (v) => (/^(?:bold(?:er)?|[6-9]\d{2})$/.test(v) ? null : false) }]),
  em: mark(['em', 'i'], [{ style: 'font-style=italic' }]),
  strike: mark(['s', 'del', 'strike'], [{ style: 'text-decoration', getAttrs: (v) => (v.includes('line-through') ? null : false) }]),
  code: { ...mark(['code']), excludes: '_' },
} satisfies Record<string, MarkSpec>

export const schema = new Schema({ nodes, marks })
