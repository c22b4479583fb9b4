/** A mail's HTML as plain text: what is written in it, with its lines, and nothing else. */
import sanitize from 'sanitize-html'

const BLOCKS = [
  'p',
  'div',
  'tr',
  'li',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'blockquote',
  'pre',
  'ul',
  'ol',
  'table',
  'section',
  'article',
  'header',
  'footer',
  'address',
  'hr',
  'center',
  'dt',
  'dd',
]

/** How deep tags may nest before they are cut: enough for the worst newsletter. */
export const NESTING_MAX = 200

const OPENING = /<(\/?)([a-z][a-z0-9]*)/gi
const ALONE = /^(?:br|img|hr|meta|link|input|col|p|li|td|th|tr|dd|dt|option|wbr|area|base|body|html|head)$/i
const DEPTH_MAX = 600

/** Tags nested by the thousand cost more than any reader would wait for: such a mail is read without its tags. */
export function tame(html: string): string {
  let depth = 0
  for (const [, closes, name] of html.matchAll(OPENING)) {
    if (ALONE.test(name ?? '')) continue
    depth = closes ? Math.max(0, depth - 1) : depth + 1
    if (depth > DEPTH_MAX) return html.replace(/<[^>]*>?/g, ' ')
  }
  return html
}

/** Whether an element is left out with all that is in it. */
export type IsLeftOut = (tag: string, attribs: Readonly<Record<string, string>>) => boolean

/** Linear in the length of `html`. */
export function htmlToText(html: string, isLeftOut: IsLeftOut = () => false): string {
  // The library's own filter copies all that stands before each element it leaves out: a thousand of them take minutes.
  const marked: sanitize.Transformer = (tagName, attribs) =>
    isLeftOut(tagName, attribs) ? { tagName: 'blockquote', attribs: { class: LEFT_OUT } } : { tagName, attribs: bareLink(attribs) }
  const bare = sanitize(tame(html), {
    allowedTags: [...BLOCKS, 'br', 'td', 'th', 'a'],
    allowedAttributes: { a: ['href'], blockquote: ['class'] },
    allowedSchemes: ['http', 'https'],
    nestingLimit: NESTING_MAX,
    parseStyleAttributes: false,
    transformTags: { '*': marked },
  })
  return withoutMarked(bare)
    .replace(/[\t\r\n ]+/g, ' ')
    .replace(/<a href="([^"]*)">([^<]*)<\/a>/g, (_, href: string, words: string) => link(href, words))
    .replace(/ ?<br ?\/?> ?/g, '\n')
    .replace(/ ?<li> ?(?:<(?:p|div)> ?)?/g, '\n• ')
    .replace(/ ?<(?:p|h\d|blockquote|table|ul|ol)> ?/g, '\n')
    .replace(/<\/p>|<\/h\d>|<\/blockquote>|<\/table>|<\/ul>|<\/ol>/g, '\n\n')
    .replace(/<\/(?:td|th)>/g, ' ')
    .replace(/<\/?(?:div|tr|pre|section|article|header|footer|address|center|dt|dd|hr|li)[^>]*>/g, '\n')
    .replace(/<[^>]*>/g, '')
    .replace(/&(lt|gt|quot|amp|#39);/g, (_, n: keyof typeof ENTITIES) => ENTITIES[n])
    .replaceAll('\u00a0', ' ')
    .split('\n')
    .map((l) => l.trim())
    .join('\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const bareLink = ({ href }: sanitize.Attributes): sanitize.Attributes => (href ? { href } : {})

const LEFT_OUT = 'left-out'
const MARKED = /<(\/?)blockquote( class="left-out")?>/g

/** Without the elements marked as left out, in sanitised HTML: every tag there is closed, and no text looks like one. */
function withoutMarked(html: string): string {
  const kept: string[] = []
  let from = 0
  let depth = 0
  for (const m of html.matchAll(MARKED)) {
    if (depth > 0) {
      depth += m[1] ? -1 : 1
      if (depth === 0) from = m.index + m[0].length
    } else if (m[2]) {
      kept.push(html.slice(from, m.index))
      depth = 1
    }
  }
  if (depth === 0) kept.push(html.slice(from))
  return kept.join('<br>')
}

const ENTITIES = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }

/** The address too, unless the words are the address already. */
function link(href: string, words: string): string {
  const shown = words.trim()
  if (!shown || !href) return words
  const bare = (s: string) => s.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return bare(shown) === bare(href) ? href : `${words} (${href})`
}
