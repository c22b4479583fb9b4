/** Groups and lists (RFC 2369, 2919): a list that people write to us through is no mass mail. */
import { peopleIn } from './addresses'
import type { Mail } from './mail'
import { withoutPlus } from './settings'

/** Where what is written to the list goes; lists that only tell something have none. */
export function listAddresses(header: Mail['header']): string[] {
  const posts = header('list-post').flatMap((v) => [...v.slice(0, 2000).matchAll(/<?mailto:([^>?\s,]{1,254})/gi)].map((f) => f[1] ?? ''))
  const others = [...header('x-beenthere'), ...header('x-google-group-address')].flatMap((v) => peopleIn(v.slice(0, 2000)).people.map((p) => p.address))
  const mailing = header('mailing-list').flatMap((v) => /\blist\s+([^\s;]{1,200}@[^\s;]{1,250})/i.exec(v.slice(0, 2000))?.[1] ?? [])
  return [...new Set([...posts, ...others, ...mailing].map((a) => a.toLowerCase()))].filter((a) => a.includes('@')).slice(0, 20)
}

/** What desks are called, in the languages of those who write to them. */
const DESK =
  /^(?:(?:the|our|customer|client|tech(?:nical)?|it|product|sales|shop|web|online|team)[-._]?)?(?:support|help(?:-?desk)?|service(?:-?desk)?|desk|info|contact|kontakt|contacto|contato|contatti|ayuda|soporte|suporte|aide|assistance|assistenza|hilfe|office|hello|hallo|hola|hi|team|care|customer-?care|customers?|customer-?service|kunden(?:service|dienst)?|cs|orders?|billing|accounts?|sales|ventas|vertrieb|feedback|enquir(?:y|ies)|inquir(?:y|ies)|questions?|mail|inbox|tickets?|reservations?|bookings?)(?:[-._](?:[a-z]{2}|team|desk|group|all|staff|emea|us|eu|uk))?$/

/** What only desks are called, with whatever beside it. */
const STRONG = /^(?:support|help-?desk|service-?desk|customer-?(?:care|service)|kundenservice|soporte|suporte)$/

/** `own`: our addresses without what stands behind a plus. A group at a domain of ours, or named as a desk is, leads to us. */
export function isOurGroup(m: Mail, own: readonly string[]): boolean {
  const lists = [...listAddresses(m.header), ...listIds(m.header).filter((a) => own.includes(a))].map(withoutPlus)
  if (lists.length === 0) return /^list$/i.test(m.header('precedence')[0]?.trim() ?? '') && m.header('list-unsubscribe').length === 0 && m.header('list-id').length === 0
  // What only few may write to is sent to many: its writer is the list's owner.
  if (/^no\b/i.test(m.header('list-post')[0]?.trim() ?? '')) return false
  const domains = [...new Set(own.map(domainOf))]
  return lists.some((a) => own.includes(a) || domains.some((d) => isSameHouse(domainOf(a), d)) || isDesk(a.split('@')[0] ?? ''))
}

const isDesk = (local: string) => DESK.test(local) || local.split(/[-._]/).some((word) => STRONG.test(word))

/** `<support.us.test>` is the list support@us.test. */
const listIds = (header: Mail['header']) =>
  header('list-id').flatMap((v) => {
    const [, local, domain] = /<?([\w-]{1,64})\.([\w.-]{3,250})>?\s*$/.exec(v.slice(0, 1000)) ?? []
    return local && domain ? [`${local}@${domain}`.toLowerCase()] : []
  })

export const isSameHouse = (a: string, b: string) => a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`)

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)
