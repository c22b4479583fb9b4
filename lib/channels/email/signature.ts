/** Where people, phones and programs sign below what they wrote. */
import { CLOSINGS, PROGRAMS } from './quote-words'

/** `-- `, or a line of dashes, with a few short lines below it. */
const DELIMITER = /^[ \t]*(?:-{2,4}|_{2,4}|={2,4}|\+{2,4})[ \t]*$/
const RULE = /^[ \t]*(?:-{3,}|_{3,}|={3,}|\+{3,})[ \t]*$/
const CLOSING = new RegExp(`^[ \\t]*(?:${CLOSINGS.map((c) => c.replace(/[.()]/g, '\\$&').replace(/ /g, '\\s+')).join('|')})[ \\t]*[,.!，！。]?[ \\t]*$`, 'iu')
const SHORT = 90

/** Without what stands below the line where somebody signs. All of it when nothing would be left. */
export function withoutSignature(said: string): string {
  const lines = said.split('\n')
  // From the end: how many lines stand below, and whether they look like a signature.
  let below = 0
  let isShort = true
  let cut = lines.length
  for (let i = lines.length - 1; i > 0; i--) {
    const line = lines[i] ?? ''
    if (line.trim() === '') continue
    if (/^--[ \t]?$/.test(line)) {
      if (below <= 40) cut = i
      isShort = isShort && below <= 10
    } else if (isShort && below <= 10 && line.length <= SHORT && (DELIMITER.test(line) || (CLOSING.test(line) && below <= 8))) cut = i
    if (line.length > SHORT || RULE.test(line)) isShort = false
    below++
    if (below > 60) break
  }
  const kept = lines.slice(0, cut).join('\n').trim()
  return kept === '' ? said : kept
}

const SENT_WITH = [
  /^sent from my [^,.]{1,40}\.?$/i,
  new RegExp(`^(?:sent|written|typed|posted) (?:from|with|via|by|using|on) (?:my |the |a )?(?:.{0,40}\\b)?${PROGRAMS}.{0,60}$`, 'iu'),
  new RegExp(
    `^(?:get|obtenir|téléchargez|obtenez|obtener|obtén|descargar|scarica|ottieni|download|hol|hämta|skaff|få|pobierz|obter|baixe|скачать|загрузить|stáhněte|获取|取得) .{0,20}(?:outlook|gmail|mail).{0,60}$`,
    'iu',
  ),
  new RegExp(`^outlook (?:für|voor|for|para|til|per|pour) (?:ios|android).{0,40}$`, 'iu'),
  new RegExp(`^(?:diese nachricht wurde )?(?:von|mit|über) (?:mein\\w* |der |dem )?.{0,40}${PROGRAMS}.{0,40}(?:gesendet|geschickt|geschrieben|verschickt)\\.?$`, 'iu'),
  new RegExp(`^(?:gesendet|geschickt|verfasst) (?:von|mit|über|aus) .{0,40}${PROGRAMS}.{0,40}$`, 'iu'),
  new RegExp(`^(?:envoyé|télécharge\\w*|écrit) (?:de(?:puis)?|à partir d[eu]|avec|via|par) .{0,40}${PROGRAMS}.{0,60}$`, 'iu'),
  new RegExp(`^(?:enviad[oa]|escrito|mandado) (?:desde|de|do|da|con|com|a partir d[eo]|via|pelo|por) .{0,40}${PROGRAMS}.{0,60}$`, 'iu'),
  new RegExp(`^(?:inviat[oa]|mandato|scritto) (?:da|dal|dalla|con|tramite) .{0,40}${PROGRAMS}.{0,60}$`, 'iu'),
  new RegExp(`^(?:verzonden|verstuurd|gestuurd) (?:vanaf|vanuit|met|via|van) .{0,40}${PROGRAMS}.{0,60}$`, 'iu'),
  new RegExp(`^(?:skickat|sänt|sendt|sent) (?:från|fra|med) .{0,40}${PROGRAMS}.{0,60}$`, 'iu'),
  new RegExp(
    `^(?:lähetetty|wysłan[eoy]|wysłano|odesláno|odoslané|poslano|küldve|trimis|enviat|отправлено|надіслано|изпратено|στάλθηκε|dikirim|gửi|được gửi|saadetud|nosūtīts|išsiųsta) .{0,60}$`,
    'iu',
  ),
  new RegExp(`^.{0,40}${PROGRAMS}.{0,30}(?:から送信|より送信|에서 보냄|에서 보낸 메일|dan gönderildi|den gönderildi|ból küldve|ről küldve|sta|stani|lta)\\.?$`, 'iu'),
  /^(?:从|從|发自|發自|從我的|通过|透過).{0,40}(?:发送|發送|傳送|iphone|ipad|android|手机|手機|邮箱|郵箱).{0,20}$/iu,
  /^נשלח מ.{0,60}$|^(?:مرسل|أرسلت|تم الإرسال) من .{0,60}$|^ส่งจาก.{0,60}$/u,
]

/** Without the line by which a phone or a program says that it was the one, and what stands below it. */
export function withoutProgram(said: string): string {
  const lines = said.trimEnd().split('\n')
  for (let i = 1; i < lines.length; i++) {
    // A sentence that goes on from the line above was written by hand.
    const above = (lines[i - 1] ?? '').trim()
    const line = (lines[i] ?? '').trim()
    if (above !== '' && !/^[-_—–*]{2,}$/.test(above) && (i < lines.length - 1 || line.length > 60)) continue
    if (line.length > 160 || !isProgram(line)) continue
    const below = (lines[i + 1] ?? '').trim()
    if (below !== '' && !isProgram(below)) continue
    let end = i
    while (end > 1 && /^\s*(?:[-_—–*]{2,}\s*)?$/.test(lines[end - 1] ?? '')) end--
    return lines.slice(0, end).join('\n')
  }
  return said
}

function isProgram(line: string): boolean {
  if (line.length > 160) return false
  const bare = line.replace(/[<([]https?:[^\s>)\]]*[>)\]]/g, '').replace(/^[-*_\s]+|[*_\s]+$/g, '')
  return bare !== '' && SENT_WITH.some((r) => r.test(bare))
}
