/** What a thread shows of a mail: the new words first, the rest folded away but kept. */
import { htmlToText, type IsLeftOut } from './html-text'
import type { Mail } from './mail'
import { replyText } from './reply-text'
import { hasRemote, isRich, sanitiseHtml } from './sanitise'

export type Shown = {
  /** What was written now. Never empty. */
  said: string
  /** The whole text, when it says more than `said`. */
  whole: string | null
  /** Sanitised; null when the mail has none or it shows nothing the text does not. */
  html: string | null
  hasRemote: boolean
  /** About how high it is on a screen, px: its frame is of no origin, so nobody can measure it there. */
  height: number
}

/** Fits into a message's body. UTF-16 units. */
const SAID_MAX = 60_000

export function shownOf(m: Mail): Shown {
  const said = m.isHtmlOnly && m.html !== null ? htmlReply(m.html, m.text) : replyText(m.text)
  const safe = m.html === null ? null : sanitiseHtml(m.html)
  const html = safe !== null && safe.trim() !== '' && isRich(safe) ? safe : null
  const short = said.said.length > SAID_MAX
  return {
    said: short ? `${said.said.slice(0, SAID_MAX).toWellFormed()}…` : said.said,
    whole: said.isFolded || short ? m.text : null,
    html,
    hasRemote: html !== null && hasRemote(html),
    height: html === null ? 0 : heightOf(html, m.text),
  }
}

const LINE = { px: 22, letters: 70 }

function heightOf(html: string, text: string): number {
  const lines = text
    .slice(0, 10_000)
    .split('\n')
    .reduce((n, l) => n + Math.max(0.8, Math.ceil(l.length / LINE.letters)), 0)
  const pictures = [...html.slice(0, 200_000).matchAll(/<img\b[^>]*>/g)].slice(0, 20)
  const high = pictures.reduce((n, [img]) => n + Math.min(400, Number(/\bheight="(\d{1,4})/.exec(img)?.[1] ?? 120)), 0)
  return Math.round(Math.min(1000, 40 + lines * LINE.px + high))
}

/** Where mail programs say themselves that a quote begins, everything after it included. */
const CUT =
  /<(?:div|hr|p|span)\b[^>]{0,200}\bid="?(?:x_)?(?:divRplyFwdMsg|appendonsend|stopSpelling|mail-editor-reference-message-container|OLK_SRC_BODY_SECTION|reply-intro)/i
const QUOTES =
  /(?:^|\s)(?:gmail_quote|gmail_extra|yahoo_quoted|moz-cite-prefix|protonmail_quote|zmail_extra|tutanota_quote|ms-outlook-mobile-reference-message|gmail_signature|moz-signature|protonmail_signature_block)(?:\s|$)/

/** Without one of these nothing is marked: the text that was read already is all there is, and reading takes half as long. */
const MARKS = /gmail_|yahoo_quoted|moz-|protonmail_|zmail_extra|tutanota_quote|ms-outlook|cite|border/i

const isMarked: IsLeftOut = (tag, { class: classes = '', type, style = '' }) =>
  QUOTES.test(classes) ||
  (tag === 'blockquote' && (type === 'cite' || /border-left/i.test(style))) ||
  (tag === 'div' && /^\s*border:\s*none;\s*border-top:\s*solid/i.test(style))

/** The words of an HTML mail without what its writer's program marked as quoted or as a signature. */
function htmlReply(html: string, whole: string): ReturnType<typeof replyText> {
  const cut = CUT.exec(html)
  if (!cut && !MARKS.test(html)) return replyText(whole)
  const before = cut && cut.index > 0 ? html.slice(0, cut.index) : html
  const text = htmlToText(before, isMarked)
  // A forward whose every word stands in the quote is shown whole.
  if (text === '') return { said: whole, isFolded: false }
  const { said } = replyText(text)
  return { said, isFolded: said.replace(/\s/g, '').length < whole.replace(/\s/g, '').length }
}
