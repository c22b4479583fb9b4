/** What stands under the words of a mail, as mail programs write it: the mail it answers, quoted, or the one it hands on. */
import type { Mailbox } from '@/db/schema/messages'
import type { Below } from '@/lib/domain/mail/below'
import { escape, looksToHtml, textToHtml } from './text-html'

/** `html` is sanitised; null where there is none. */
export type Whole = { text: string; html: string | null }

const TEXT_MAX = 200_000
const HTML_MAX = 1_000_000

/** Read by whoever gets the mail: in the language of who wrote it. */
const WORDS = {
  en: {
    wrote: (when: string, who: string) => `On ${when}, ${who} wrote:`,
    forwarded: 'Forwarded message',
    from: 'From',
    date: 'Date',
    subject: 'Subject',
    to: 'To',
    cc: 'Cc',
  },
  es: {
    wrote: (when: string, who: string) => `El ${when}, ${who} escribió:`,
    forwarded: 'Mensaje reenviado',
    from: 'De',
    date: 'Fecha',
    subject: 'Asunto',
    to: 'Para',
    cc: 'Cc',
  },
}

/** Both begin with what parts them from the words above. */
export function underWords(b: Below, whole: Whole): { text: string; html: string } {
  const text = whole.text.slice(0, TEXT_MAX).toWellFormed().trim()
  const looks = whole.html !== null && whole.html.length <= HTML_MAX ? whole.html : b.html !== null ? looksToHtml(b.html) : textToHtml(text)
  return b.kind === 'answer' ? quoted(b, text, withoutOwnPictures(looks)) : handedOn(b, text, looks)
}

function quoted(b: Below, text: string, looks: string): { text: string; html: string } {
  const line = WORDS[b.locale].wrote(whenOf(b), who(b.from))
  const lines = text.split('\n').map((l) => (l.startsWith('>') ? `>${l}` : l === '' ? '>' : `> ${l}`))
  return {
    text: `\n\n${line}\n\n${lines.join('\n')}`,
    html: `<br><div class="gmail_quote"><div dir="auto" class="gmail_attr">${escape(line)}<br></div><blockquote class="gmail_quote" type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">${looks}</blockquote></div>`,
  }
}

function handedOn(b: Below, text: string, looks: string): { text: string; html: string } {
  const w = WORDS[b.locale]
  const title = `---------- ${w.forwarded} ---------`
  const lines = [
    [w.from, who(b.from)],
    [w.date, whenOf(b)],
    [w.subject, b.subject],
    [w.to, b.to.map(who).join(', ')],
    [w.cc, b.cc.map(who).join(', ')],
  ].flatMap(([name, value]) => (value ? [`${name}: ${value.replace(/\s+/g, ' ')}`] : []))
  return {
    text: `\n\n${title}\n${lines.join('\n')}\n\n${text}`,
    html: `<br><div class="gmail_quote"><div dir="auto" class="gmail_attr">${[title, ...lines].map(escape).join('<br>')}<br></div><br>${looks}</div>`,
  }
}

const who = (p: Mailbox) => (p.name && p.name !== p.address ? `${p.name} <${p.address}>` : `<${p.address}>`)

function whenOf({ at, locale, timeZone }: Below): string {
  const how = { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', timeZoneName: 'short' } as const
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...how, timeZone }).format(at)
}

/** Pictures inside the quoted text stay with the mail they came in. */
const withoutOwnPictures = (html: string) => html.replace(/<img\b[^>]*?\ssrc="cid:[^"]*"[^>]*>/gi, '')
