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

const isHarmful = (img: Record<string, string>) => (/^\s*data:/i.test(img.src ?? '') && !PICTURE.test(img.src ?? '')) || isSpy(img)

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
    // Without attributes it is nothing, and taken out below: the library's own filter copies all that stands before each.
    img: (tagName, attribs) => ({ tagName, attribs: isHarmful(attribs) ? {} : attribs }),
  },
}

/** UTF-16 units of one style, and styles of one mail: the largest newsletters have 5,000. */
const STYLE_MAX = 10_000
const STYLES_MAX = 10_000

/** Declarations that parse: the parser throws at others, which takes ten times as long as reading one. */
const parseable = (style: string): string =>
  style
    .split(';')
    .filter((d) => DECLARATION.test(d) && !d.includes('/*') && isEven(d, '"') && isEven(d, "'") && d.split('(').length === d.split(')').length)
    .join(';')
const DECLARATION = /^\s{0,99}[a-z][a-z-]{0,40}\s{0,99}:[^{}\\<>@]*$/i
const isEven = (s: string, mark: string) => s.split(mark).length % 2 === 1

/** Never throws; what cannot be made safe is not there. Beyond `STYLES_MAX` elements have no style. */
export function sanitiseHtml(html: string): string {
  let styles = 0
  const bounded: sanitize.Transformer = (tagName, { style, ...attribs }) => ({
    tagName,
    attribs: style === undefined || style.length > STYLE_MAX || ++styles > STYLES_MAX ? attribs : { ...attribs, style: parseable(style) },
  })
  try {
    return sanitize(tame(html.slice(0, MAX)), { ...OPTIONS, transformTags: { ...OPTIONS.transformTags, '*': bounded } }).replaceAll('<img />', '')
  } catch {
    return ''
  }
}

/** Whether the sanitised HTML shows something that its text alone would not: pictures, tables, lists, headings, marks. */
export const isRich = (safe: string): boolean =>
  /<(?:img|table|h[1-4]|ol|ul|b|strong|hr|font|u|i|em)\b/i.test(safe) || /style="[^"]*(?:background|font-weight|border)/i.test(safe)

/** Whether something in it would be fetched from outside. */
export const hasRemote = (safe: string): boolean => /<img\b[^>]*\ssrc="https?:/i.test(safe)
