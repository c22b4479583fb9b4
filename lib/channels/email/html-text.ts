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

/** Linear in the length of `html`. */
export function htmlToText(html: string): string {
  const bare = sanitize(tame(html), {
    allowedTags: [...BLOCKS, 'br', 'td', 'th', 'a'],
    allowedAttributes: { a: ['href'] },
    allowedSchemes: ['http', 'https'],
    nestingLimit: NESTING_MAX,
    parseStyleAttributes: false,
  })
  return bare
    .replace(/[\t\r\n ]+/g, ' ')
    .replace(/<a href="([^"]*)">([^<]*)<\/a>/g, (_, href: string, words: string) => link(href, words))
    .replace(/ ?<br ?\/?> ?/g, '\n')
    .replace(/ ?<li> ?/g, '\n• ')
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

const ENTITIES = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" }

/** The address too, unless the words are the address already. */
function link(href: string, words: string): string {
  const shown = words.trim()
  if (!shown || !href) return words
  const bare = (s: string) => s.replace(/^https?:\/\//, '').replace(/\/$/, '')
  return bare(shown) === bare(href) ? href : `${words} (${href})`
}
