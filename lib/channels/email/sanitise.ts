/**
 * A mail's HTML made fit to be shown: no scripts, handlers, forms, frames, styles that reach beyond their element or
 * fetch anything. It is shown in a sandboxed frame besides; neither is trusted alone.
 */
import sanitize from 'sanitize-html'
import { NESTING_MAX, tame } from './html-text'

const MAX = 2_000_000

const TAGS = [
  'a',
  'abbr',
  'address',
  'article',
  'b',
  'bdi',
  'bdo',
  'big',
  'blockquote',
  'br',
  'caption',
  'center',
  'cite',
  'code',
  'col',
  'colgroup',
  'dd',
  'del',
  'details',
  'dfn',
  'div',
  'dl',
  'dt',
  'em',
  'figcaption',
  'figure',
  'font',
  'footer',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'header',
  'hr',
  'i',
  'img',
  'ins',
  'kbd',
  'li',
  'main',
  'mark',
  'ol',
  'p',
  'pre',
  'q',
  's',
  'samp',
  'section',
  'small',
  'span',
  'strike',
  'strong',
  'sub',
  'summary',
  'sup',
  'table',
  'tbody',
  'td',
  'tfoot',
  'th',
  'thead',
  'time',
  'tr',
  'tt',
  'u',
  'ul',
  'var',
  'wbr',
]
/** Their content goes with them: none of it was written to be read. */
const GONE = ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head', 'svg', 'math', 'object', 'iframe', 'template', 'xml']

/** No function but colours, no escapes, no variables: nothing that fetches or is read otherwise by somebody else. */
const PLAIN = /^(?!.*(?:url|expression|javascript|image|element|var|attr|env|calc|import|behavior|binding)\s*\()[^\\<>{}@]{1,200}$/i
const SIZE = /^(?:auto|0|-?\d{1,4}(?:\.\d+)?(?:px|pt|em|rem|%|ex|ch)?)(?:\s+(?:auto|0|\d{1,4}(?:\.\d+)?(?:px|pt|em|rem|%)?)){0,3}(?:\s*!important)?$/i
const plain = [
  'color',
  'background-color',
  'background',
  'font',
  'font-family',
  'font-size',
  'font-style',
  'font-weight',
  'font-variant',
  'line-height',
  'letter-spacing',
  'word-spacing',
  'text-align',
  'text-decoration',
  'text-indent',
  'text-transform',
  'vertical-align',
  'white-space',
  'word-break',
  'overflow-wrap',
  'direction',
  'border',
  'border-top',
  'border-right',
  'border-bottom',
  'border-left',
  'border-color',
  'border-style',
  'border-width',
  'border-radius',
  'border-collapse',
  'border-spacing',
  'list-style',
  'list-style-type',
  'table-layout',
  'clear',
  'float',
]
const sizes = [
  'width',
  'max-width',
  'min-width',
  'height',
  'max-height',
  'padding',
  'padding-top',
  'padding-right',
  'padding-bottom',
  'padding-left',
  'margin',
  'margin-top',
  'margin-right',
  'margin-bottom',
  'margin-left',
]
const STYLES = {
  ...Object.fromEntries(plain.map((p) => [p, [PLAIN]])),
  ...Object.fromEntries(sizes.map((p) => [p, [SIZE]])),
  display: [/^(?:block|inline|inline-block|none|table|table-row|table-cell|list-item)(?:\s*!important)?$/i],
}

const PICTURE = /^data:image\/(?:png|jpe?g|gif|webp);base64,[a-z0-9+/=\s]+$/i

/** A picture nobody sees, from outside: it is there to tell that the mail was opened. */
const isSpy = (img: Record<string, string>) => /^\s*https?:/i.test(img.src ?? '') && [img.width, img.height].some((n) => /^\s*[0-2](?:px)?\s*$/.test(n ?? ''))

const OPTIONS: sanitize.IOptions = {
  allowedTags: TAGS,
  nonTextTags: GONE,
  allowedAttributes: {
    '*': ['style', 'dir', 'lang', 'align', 'valign', 'bgcolor', 'title'],
    a: ['href', 'target', 'rel'],
    img: ['src', 'alt', 'width', 'height', 'border'],
    table: ['width', 'height', 'border', 'cellpadding', 'cellspacing'],
    td: ['width', 'height', 'colspan', 'rowspan', 'nowrap'],
    th: ['width', 'height', 'colspan', 'rowspan', 'nowrap'],
    tr: ['height'],
    col: ['width', 'span'],
    colgroup: ['span'],
    font: ['color', 'face', 'size'],
    ol: ['start', 'type', 'reversed'],
    ul: ['type'],
    li: ['value', 'type'],
    hr: ['width', 'size', 'color', 'noshade'],
    time: ['datetime'],
    details: ['open'],
  },
  allowedStyles: { '*': STYLES },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https', 'cid', 'data'] },
  allowProtocolRelative: false,
  nestingLimit: NESTING_MAX,
  transformTags: {
    a: (tagName, { href, ...attribs }) => ({
      tagName,
      attribs: {
        ...attribs,
        ...(href && /^(https?:|mailto:|tel:)/i.test(href.trim()) ? { href: href.trim(), target: '_blank', rel: 'noopener noreferrer nofollow' } : {}),
      },
    }),
  },
  exclusiveFilter: ({ tag, attribs }) => tag === 'img' && ((/^\s*data:/i.test(attribs.src ?? '') && !PICTURE.test(attribs.src ?? '')) || isSpy(attribs)),
}

/** Never throws; what cannot be made safe is not there. */
export function sanitiseHtml(html: string): string {
  try {
    return sanitize(tame(html.slice(0, MAX)), OPTIONS)
  } catch {
    return ''
  }
}

/** Whether the sanitised HTML shows something that its text alone would not: pictures, tables, lists, headings, marks. */
export const isRich = (safe: string): boolean =>
  /<(?:img|table|h[1-4]|ol|ul|b|strong|hr|font|u|i|em)\b/i.test(safe) || /style="[^"]*(?:background|font-weight|border)/i.test(safe)

/** Whether something in it would be fetched from outside. */
export const hasRemote = (safe: string): boolean => /<img\b[^>]*\ssrc="https?:/i.test(safe)
