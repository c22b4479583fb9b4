/** Tells a machine's mail from a person's. A person's mail taken for a machine's would wake nobody: in doubt it is a person's. */
import { NOTIFICATION } from './bounce'
import { isOurGroup } from './group'
import type { Mail } from './mail'

/**
 * `bounce`: something of ours (or said to be) did not arrive, or is late. `report`: a read receipt or an abuse report.
 * `auto_reply`: somebody is away. `bulk`: mass mail. `notice`: written by a program for whoever reads it (an order, a
 * form): it counts as a person's but is never answered automatically. null: a person.
 */
export type Machine = 'bounce' | 'report' | 'auto_reply' | 'bulk' | 'notice'

/** Nobody writes by hand under these. */
const DAEMON = /^(mailer-daemon|mail-daemon|maildaemon|mdaemon|nobody-bounce|post_master)(\+.*)?@|^mailer-daemon$/
/** Somebody may: what they write is a bounce only with a second sign. */
const MAYBE_DAEMON = /^(postmaster|post_master|mail[-._]?delivery[\w-]*|bounces?|noreply-dmarc[\w-]*|mail-?system)(\+.*)?@/
const DAEMON_NAME =
  /^("|')?(mailer[- ]daemon|mail delivery (sub)?system|mail delivery service|postmaster|mail (administrator|system|router|delivery)|delivery (sub)?system|internet mail delivery|message router|system administrator|microsoft outlook$|microsoft exchange)/i
const FAILED_SUBJECT =
  /^(\[[^\]]{1,30}\]\s*)?(undeliver(able|ed)|undelivered mail|delivery (status|notification|failure|failed|error|has failed|report|delayed)|mail (delivery|system|could not)|message (delivery|could not|not delivered|undeliverable)|returned (mail|to sender)|return(ed)? (e-?mail|message)|failure notice|failure delivery|non[- ]?deliver|nondeliverable|unable to deliver|could not (be )?deliver|e-?mail (delivery|could not)|warning: (could not|message)|dead letter|bounced mail|unzustellbar|nicht zustellbar|fehler bei der nachrichten|non remis|échec de la remise|no se puede entregar|mensaje no entregado|não entregue|notifica.{0,20}mancato recapito|メール.{0,12}(配信|不達)|退信|undelivered)/i
/** A status or an SMTP answer that refuses, or the words all mail systems use. */
const REFUSAL =
  /\b[45]\.\d{1,3}\.\d{1,3}\b|\b[45]\d\d[ -](?:[A-Z<]|\d\.)|user unknown|unknown user|mailbox (?:is )?(?:full|unavailable|not found)|does(?:n't| not) exist|no such (?:user|host|recipient|address)|could not be delivered|host (?:not found|unknown)|address rejected|over quota|unrouteable|permanent (?:fatal )?error|undeliverable|not accept/i

/** Looks at what the mail says of itself first, at its words last. `own`: our addresses, without what stands behind a plus. */
export function machineOf(m: Mail, own: readonly string[] = []): Machine | null {
  const h = (name: string) => m.header(name).join(' ').trim()
  const type = h('content-type').toLowerCase()
  if (/report-type="?disposition/.test(type) || m.reports.some((r) => r.type === 'message/disposition-notification')) return 'report'
  if (/report-type="?feedback/.test(type) || m.reports.some((r) => r.type === 'message/feedback-report')) return 'report'
  if (/^complaint about message from /i.test(m.subject) && m.reports.length > 0) return 'report'
  if (NOTIFICATION.test(m.text.slice(0, 2000))) return 'bounce'
  if (m.reports.some((r) => /^message\/(global-)?delivery-status$/.test(r.type))) return 'bounce'
  if (type.startsWith('multipart/report')) return 'bounce'

  const submitted = h('auto-submitted').toLowerCase()
  const isMaybe = MAYBE_DAEMON.test(m.from.address) || DAEMON_NAME.test(m.from.name)
  const isDaemon = DAEMON.test(m.from.address) || (isMaybe && isSigned(m, h, submitted))
  if (m.header('x-failed-recipients').length > 0) return 'bounce'
  if (isDaemon && !/^(out of (the )?office|auto(matic)?[- ]?(reply|response))/i.test(m.subject)) return 'bounce'
  if (FAILED_SUBJECT.test(m.subject) && REFUSAL.test(m.text) && (isNull(h('return-path')) || submitted.startsWith('auto') || !isHuman(m))) return 'bounce'

  if (isAutoReply(m, h, submitted)) return 'auto_reply'
  if (isNull(h('return-path'))) return REFUSAL.test(m.text) ? 'bounce' : 'auto_reply'
  if (isBulk(m, h, own)) return 'bulk'
  if ((submitted && !submitted.startsWith('no')) || /^(oof|all|autoreply)/i.test(h('x-auto-response-suppress'))) return 'notice'
  return null
}

/** What only a mail system's own mail has, beside the name it goes by. */
function isSigned(m: Mail, h: (name: string) => string, submitted: string): boolean {
  if (isNull(h('return-path')) || /^auto-(?:generated|replied)/.test(submitted) || FAILED_SUBJECT.test(m.subject)) return true
  // A person who asks about such a mail quotes it as well.
  return (
    REFUSAL.test(m.text) &&
    RETURNED.test(m.text.slice(0, 32_768)) &&
    m.inReplyTo.length === 0 &&
    m.references.length === 0 &&
    !/\?\s*$|\?\s/.test(m.text.slice(0, 600)) &&
    !GREETING.test(m.text)
  )
}

/** Headers of what came back, or fields of a report. */
const RETURNED = /^[ \t>|]{0,20}(?:received|return-path|message-id|final-recipient|original-recipient|reporting-mta|diagnostic-code)[ \t]*:/im
const GREETING = /^\s*(?:hi|hello|hey|dear|good (?:morning|day|afternoon)|hallo|guten tag|liebe|sehr geehrte|hola|buenos|bonjour|ciao|olá)\b(?!\. this is the)/i

/** Mass mail. Not what a group hands on that leads to us, nor what answers a mail. */
function isBulk(m: Mail, h: (name: string) => string, own: readonly string[]): boolean {
  if (isOurGroup(m, own)) return false
  if (h('list-id') || h('list-unsubscribe')) return true
  // Ticket systems mark all they send, also what a person wrote in them.
  if (/^junk$/i.test(h('precedence'))) return true
  return /^(bulk|list)$/i.test(h('precedence')) && m.inReplyTo.length === 0 && m.references.length === 0
}

const isNull = (path: string) => /^<\s*>$/.test(path)

/** What mail programs write before the subject of the mail they answer by themselves, in the languages they speak. */
const AWAY =
  /^(automatic reply|auto(matic)?[- ]?(reply|response|antwort)|automatische antwort|abwesenheits(notiz|assistent|meldung)|out of (the )?office|réponse automatique|absence du bureau|message d[’']absence|respuesta automática|fuera de (la )?oficina|risposta automatica|fuori (sede|ufficio)|resposta automática|fora do escritório|automatisch antwoord|afwezigheidsbericht|niet aanwezig|autosvar|automatiskt svar|automatisk svar|frånvaro|automaattinen vastaus|odpowiedź automatyczna|autoodpowiedź|automatická odpověď|automatická odpoveď|automatikus válasz|răspuns automat|otomatik (yanıt|cevap)|автоматический ответ|автоответ|автоматична відповідь|αυτόματη απάντηση|תשובה אוטומטית|رد تلقائي|自动(回复|答复)|自動(返信|応答|回覆|答覆)|자동 ?(회신|응답))\s*[:：]/iu

function isAutoReply(m: Mail, h: (name: string) => string, submitted: string): boolean {
  if (submitted.startsWith('auto-replied')) return true
  if (h('x-autoreply') || h('x-autorespond') || h('x-autoresponder') || /auto[_-]?reply/i.test(h('precedence'))) return true
  if (/^(yes|true|1)$/i.test(h('x-auto-reply'))) return true
  return AWAY.test(m.subject)
}

/** Somebody who answers, with words of their own and no mark of a machine. */
const isHuman = (m: Mail) =>
  m.inReplyTo.length > 0 ||
  m.references.length > 0 ||
  !/(^|\b)(daemon|postmaster|noreply|no-reply|bounce|mailer|delivery|system|admin|notification|postoffice|mmsc|mail)\b/i.test(
    `${m.from.address.split('@')[0]} ${m.from.name}`,
  )
