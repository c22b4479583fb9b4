/** What somebody wrote now, apart from what they quoted and how they signed. */
import EmailReplyParser from 'email-reply-parser'

export type ReplyText = {
  /** Never empty when the whole text is not. */
  said: string
  /** Whether the whole text says more. */
  isFolded: boolean
}

/** Longer than this nobody writes by hand: shown whole. UTF-16 units. */
const READ_MAX = 100_000

export function replyText(text: string): ReplyText {
  const whole = text.trim()
  if (whole.length > READ_MAX) return { said: whole, isFolded: false }
  const said = visible(whole)
  // A forwarded mail is the message itself; and whatever leaves nothing was no quote.
  if (said === '' || isForward(whole, said)) return { said: whole, isFolded: false }
  return { said, isFolded: said.replace(/\s/g, '').length < whole.replace(/\s/g, '').length }
}

function visible(text: string): string {
  try {
    return ownRules(new EmailReplyParser().read(text).getVisibleText()).trim()
  } catch {
    return ownRules(text).trim()
  }
}

/** Where quoting begins in mails whose writers' programs the library does not know. */
const CUTS = [
  // Outlook's block of headers, in the languages it speaks, behind a rule or not.
  /^[ \t>*_-]*\n?[*]?(?:From|Von|De|Da|Van|Från|Fra|Od|От|发件人|寄件者|差出人|보낸 사람)[*]?\s*[:：].{1,300}\n(?:.{0,300}\n){0,2}[*]?(?:Sent|Date|To|Gesendet|Datum|An|Envoyé|Date|À|Enviado|Enviada|Fecha|Data|Para|Inviato|A|Verzonden|Aan|Skickat|Till|Sendt|Til|Wysłano|Do|Отправлено|Дата|Кому|发送时间|收件人|日期|送信日時|宛先|보낸 날짜)[*]?\s*[:：]/mu,
  /^[ \t]*-{2,}\s*(?:Original Message|Ursprüngliche Nachricht|Message d'origine|Mensaje original|Mensagem original|Messaggio originale|Oorspronkelijk bericht|Ursprungligt meddelande|原始邮件|元のメッセージ)\s*-{2,}/im,
  /^[ \t]*_{10,}[ \t]*$/m,
  /^[ \t]*(?:-{3,}\s*)?(?:Please (?:reply|type your reply) above this line|##- .{0,80} -##)/im,
  // Chinese and Japanese clients' own attribution lines.
  /^.{0,40}\d{4}[年/-]\d{1,2}[月/-]\d{1,2}.{0,80}(?:写道|寫道|のメール|wrote|作成)\s*[:：]\s*$/mu,
]

function ownRules(text: string): string {
  let end = text.length
  for (const cut of CUTS) {
    const at = cut.exec(text)
    if (at && at.index > 0 && text.slice(0, at.index).trim() !== '') end = Math.min(end, at.index)
  }
  // The rule above a cut belongs to what was cut.
  return end === text.length ? text : text.slice(0, end).replace(/[\s_*>-]{3,}$/, '')
}

const FORWARD =
  /^[ \t>*-]*(?:-{3,}|_{3,})?\s*(?:forwarded message|begin forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|mensagem encaminhada|messaggio inoltrato|doorgestuurd bericht)/im

/** Little was written above what was forwarded: the forwarded part is what the mail is about. */
const isForward = (whole: string, said: string) => FORWARD.test(whole) && said.length < 400
