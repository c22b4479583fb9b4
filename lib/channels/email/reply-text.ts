/** What somebody wrote now, apart from what they quoted and how they signed. */
import { FORWARDED } from './quote-words'
import { withoutQuotes } from './quoted'
import { withoutProgram, withoutSignature } from './signature'

export type ReplyText = {
  /** Never empty when the whole text is not. */
  said: string
  /** Whether the whole text says more. */
  isFolded: boolean
}

/** Longer than this nobody writes by hand: shown whole. UTF-16 units. */
const READ_MAX = 100_000

export function replyText(text: string): ReplyText {
  const whole = text.replace(/\r\n?/g, '\n').trim()
  if (whole.length > READ_MAX) return { said: whole, isFolded: false }
  const said = visible(whole)
  // A forwarded mail is the message itself; and whatever leaves nothing was no quote.
  if (said === '' || isForward(whole, said)) return { said: whole, isFolded: false }
  return { said, isFolded: said.replace(/\s/g, '').length < whole.replace(/\s/g, '').length }
}

const visible = (text: string) =>
  withoutProgram(withoutSignature(withoutProgram(withoutQuotes(text).trim())))
    .trim()
    .replace(/\n{4,}/g, '\n\n\n')

const FORWARD = new RegExp(`^[ \\t>*_-]{0,80}(?:${FORWARDED.map((w) => w.replace(/[’']/g, "[’']").replace(/ /g, '\\s+')).join('|')})`, 'imu')

/** Little was written above what was forwarded: the forwarded part is what the mail is about. */
const isForward = (whole: string, said: string) => FORWARD.test(whole) && said.length < 400
