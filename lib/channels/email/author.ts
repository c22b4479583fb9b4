/**
 * Who really wrote a mail that says it is from somebody else: a form that sends under our own address or for many, or a group
 * that puts itself in the place of its members (as DMARC makes them).
 */
import { peopleIn } from './addresses'
import { domainOf, isSameHouse, listAddresses } from './group'
import type { Mail, Mailbox } from './mail'
import { withoutPlus } from './settings'

/** What programs write under that write for others. */
const FOR_MANY =
  /^(?:no[-_.]?reply|do[-_.]?not[-_.]?reply|dont[-_.]?reply|noresponse|wordpress|wp|joomla|drupal|typo3|www|www-data|web|webform|web-form|website|webserver|apache|nginx|nobody|root|admin|server|mailer|php|system|daemon|forms?|form[-_.]?(?:submissions?|mailer|responses?|notifications?)|contact[-_.]?forms?|kontaktformular|formulario|formulaire|notifications?|notify|alerts?|automail(?:er)?|robot|bot|mail(?:bot|robot)|submissions?|leads?|enquiry[-_.]?form)(?:[+_.-].*)?$/

const VIA = /^(.{1,100}?)\s+(?:via|über|por|par|durch|tramite|przez|через)\s+.{1,100}$/iu

/** The one who wrote it, where that is not whom it says; else null. `own`: our addresses without what stands behind a plus. */
export function authorOf(m: Mail, own: readonly string[]): Mailbox | null {
  const lists = listAddresses(m.header).map(withoutPlus)
  const from = withoutPlus(m.from.address)
  const isOurs = (a: string) => own.includes(withoutPlus(a))
  const isOther = (p: Mailbox) => p.address.includes('@') && withoutPlus(p.address) !== from && !isOurs(p.address) && !lists.includes(withoutPlus(p.address))
  const via = VIA.exec(m.from.name)?.[1]?.replace(/^['"]|['"]$/g, '')
  const isForList = lists.includes(from) || (via !== undefined && (lists.length > 0 || isOurs(from) || hasOriginal(m)))
  const named = (p: Mailbox): Mailbox => (p.name === '' && via !== undefined ? { ...p, name: via } : p)
  if (isForList || isOurs(from)) {
    const members = via === undefined ? [] : m.cc.filter((p) => p.name === via)
    const found = [...originals(m), ...m.replyTo, ...members].find(isOther)
    return found ? named(found) : null
  }
  const [answersTo] = m.replyTo
  const isForMany = via !== undefined || FOR_MANY.test(m.from.address.split('@')[0] ?? '') || isByForm(m, domainOf(from), own)
  if (!isForMany || !answersTo || m.replyTo.length > 1 || !isOther(answersTo)) return null
  // Letters to many, and what answers to the program itself under an address of its own for each mail.
  const isItself = isSameHouse(domainOf(answersTo.address), domainOf(from)) || FOR_MANY.test(answersTo.address.split('@')[0] ?? '')
  return isItself || m.header('list-unsubscribe').length > 0 ? null : named(answersTo)
}

/** Programs by which websites send. */
const PROGRAM = /php|swift ?mailer|symfony|laravel|wordpress|wp ?mail|nodemailer|django|typo3|drupal|joomla|contact ?form/i
/** Under these anybody has an address: that it is ours as well says nothing. */
const PUBLIC =
  /^(?:gmail|googlemail|outlook|hotmail|live|msn|yahoo|ymail|aol|icloud|me|mac|gmx|web|t-online|freenet|mail|proton(?:mail)?|pm|zoho|fastmail|yandex|laposte|orange|free|wanadoo|libero|virgilio|qq|163|126|naver|daum|seznam|wp|onet|o2|interia|uol|bol|terra)\.(?:[a-z]{2,3}|com?\.[a-z]{2})$/

/** Begins a matter, and is written by a website: its own, or one of our house. */
function isByForm(m: Mail, domain: string, own: readonly string[]): boolean {
  if (m.inReplyTo.length > 0 || m.references.length > 0) return false
  const isOurHouse = own.some((a) => domainOf(a) === domain) && !PUBLIC.test(domain)
  return (
    isOurHouse || m.header('x-php-script').length > 0 || m.header('x-php-originating-script').length > 0 || PROGRAM.test(m.header('x-mailer').join(' ').slice(0, 500))
  )
}

const ORIGINAL = ['x-original-from', 'x-original-sender', 'x-simplelogin-original-from'] as const
const hasOriginal = (m: Mail) => ORIGINAL.some((name) => m.header(name).length > 0)

function originals(m: Mail): Mailbox[] {
  const found = ORIGINAL.flatMap((name) => m.header(name).slice(0, 1)).flatMap((v) => peopleIn(Buffer.from(v.slice(0, 2000)).toString('latin1')).people.slice(0, 1))
  const boxes = found.map((p) => ({ address: p.address.toLowerCase().slice(0, 254), name: p.name.slice(0, 120) }))
  // Where one of them says only the address, another may know the name.
  return boxes.map((b) => ({ ...b, name: b.name || ([...boxes, ...m.replyTo].find((o) => o.address === b.address && o.name !== '')?.name ?? '') }))
}
