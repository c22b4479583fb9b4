/** A contact that somebody shared, all of it, in words. */
import { arr, cardText, type Loose, obj, str } from './loose'

/** WhatsApp's form of a card, Telegram's, and what `vcard` makes of a vCard. Never empty: whatever names them stands first. */
export function cardWords(card: unknown): string {
  const c = obj(card)
  const { name, phones, emails, rest } = partsOf(c)
  return cardText(name, ...phones, ...emails, ...rest)
}

function partsOf(c: Loose): { name: string; phones: string[]; emails: string[]; rest: string[] } {
  const n = obj(c.name)
  const org = obj(c.org)
  const known = (...all: unknown[]) => all.map(str).filter(Boolean)
  const phones = [...new Set([...arr(c.phones).map((p) => str(obj(p).phone) || str(obj(p).wa_id)), str(c.phone_number)].filter(Boolean))]
  const emails = arr(c.emails).flatMap((e) => known(obj(e).email))
  const parts = known(n.prefix, n.first_name, n.middle_name, n.last_name, n.suffix).join(' ') || known(c.first_name, c.last_name).join(' ')
  const company = str(org.company)
  const name = str(n.formatted_name) || parts
  const rest = [
    ...(name ? known(company) : []),
    ...known(org.department, org.title),
    ...arr(c.addresses).map((a) => known(obj(a).street, obj(a).city, obj(a).state, obj(a).zip, obj(a).country || obj(a).country_code).join(', ')),
    ...arr(c.urls).flatMap((u) => known(obj(u).url)),
    ...known(c.birthday, c.note),
  ].filter(Boolean)
  return { name: name || company, phones, emails, rest }
}

const LINES_MAX = 200

/** A vCard in the same form (RFC 6350): its folded lines are joined, types and groups left out. */
export function vcard(text: string): Loose {
  const card = { phones: [] as Loose[], emails: [] as Loose[], addresses: [] as Loose[], urls: [] as Loose[] }
  const name: Loose = {}
  const org: Loose = {}
  const more: Loose = {}
  const lines = text
    .slice(0, 20_000)
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .slice(0, LINES_MAX)
  for (const line of lines) {
    const cut = line.indexOf(':')
    const property = line.slice(0, Math.max(cut, 0)).split(';')[0]?.split('.').at(-1)?.toUpperCase()
    const [value = '', ...others] = fieldsOf(line.slice(cut + 1))
    if (!property || [value, ...others].every((v) => v === '')) continue
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = others
    if (property === 'FN') name.formatted_name = value
    else if (property === 'N') Object.assign(name, { last_name: value, first_name: first, middle_name: second, prefix: third, suffix: fourth })
    else if (property === 'TEL') card.phones.push({ phone: value.replace(/^tel:/i, '') })
    else if (property === 'EMAIL') card.emails.push({ email: value })
    else if (property === 'URL') card.urls.push({ url: value })
    else if (property === 'ADR')
      card.addresses.push({ street: [value, first, second].filter(Boolean).join(' '), city: third, state: fourth, zip: fifth, country: others[5] ?? '' })
    else if (property === 'ORG') Object.assign(org, { company: value, department: first })
    else if (property === 'TITLE') org.title = value
    else if (property === 'BDAY') more.birthday = value
    else if (property === 'NOTE') more.note = value
  }
  return { ...card, ...more, name, org }
}

/** Parts between semicolons that are not escaped. */
const fieldsOf = (value: string): string[] =>
  value.split(/(?<!\\);/).map((v) =>
    v
      .replace(/\\n/gi, ' ')
      .replace(/\\([\\,;:])/g, '$1')
      .trim(),
  )
