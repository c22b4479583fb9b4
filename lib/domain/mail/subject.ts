/** Subjects as mail programs change them on the way. */

const PREFIX = /^\s*(?:re|aw|sv|antw|vs|odp|ynt|rif|res|bls|atb|ref|回复|回覆|答复|返信|fwd?|wg|tr|enc|rv|vl|doorst|转发|轉寄)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]\s*/i
const REPLY = /^\s*(?:re|aw|sv|antw|vs|odp|ynt|rif|res|bls|atb|ref|回复|回覆|答复|返信)\s*(?:\[\d+\]|\(\d+\))?\s*[:：]/i

/** Without `Re:`, `AW:`, `Fwd:` and their like, however many. */
export function bareSubject(subject: string): string {
  let bare = subject
  for (let i = 0; i < 20 && PREFIX.test(bare); i++) bare = bare.replace(PREFIX, '')
  return bare.trim()
}

/** Says of itself that it answers something. */
export const isReplySubject = (subject: string) => REPLY.test(subject)

/** The same matter, as far as subjects tell. */
export const sameSubject = (a: string, b: string) =>
  bareSubject(a) !== '' && bareSubject(a).toLowerCase().replace(/\s+/g, ' ') === bareSubject(b).toLowerCase().replace(/\s+/g, ' ')

/** The subject of an answer; a first mail about nothing is not "Re:" anything. */
export const replySubject = (subject: string) => (bareSubject(subject) === '' ? '' : `Re: ${bareSubject(subject)}`)

/** The subject under which it is handed on. */
export const forwardSubject = (subject: string) => `Fwd: ${bareSubject(subject) || subject.trim()}`.trim()
