/** Words with their looks: the little HTML that an answer may carry. Not a verb. */
import sanitize from 'sanitize-html'
import { clean } from '../text'

/** What our own editor makes, and nothing else. The browser shows the same list (components/conversation/looks.tsx). */
const OPTIONS: sanitize.IOptions = {
  allowedTags: ['p', 'br', 'strong', 'em', 's', 'code', 'pre', 'a', 'ul', 'ol', 'li', 'blockquote'],
  allowedAttributes: { a: ['href'], ol: ['start'] },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowProtocolRelative: false,
  nestingLimit: 30,
  transformTags: { b: 'strong', i: 'em', strike: 's', del: 's', div: 'p' },
  nonTextTags: ['script', 'style', 'textarea', 'option', 'noscript', 'title', 'head', 'svg', 'math', 'object', 'iframe', 'template', 'xml'],
}

/** Sanitised; undefined where nothing in it looks other than plain words would. Never throws. */
export function safeLooks(html: string | undefined): string | undefined {
  if (!html) return undefined
  const safe = sanitize(clean(html), OPTIONS)
  return /<(?!\/?(?:p|br)\b)/.test(safe) ? safe : undefined
}
