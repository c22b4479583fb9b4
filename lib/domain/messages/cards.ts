/** What a customer sent that is more than words: `extra` as the channels leave it, made into things a screen can show. Not a verb. */
import { z } from 'zod'

export type Card =
  | { kind: 'place'; name: string; address: string; latitude: number; longitude: number }
  | { kind: 'person'; name: string; company: string; phones: string[]; emails: string[]; links: string[]; more: string[] }
  | { kind: 'order'; items: { name: string; quantity: number; price: number | null; currency: string }[]; note: string }
  /** What they passed on from elsewhere; `story`: our own, which they answer. */
  | { kind: 'shared'; what: 'share' | 'story_mention' | 'reel' | 'post' | 'story'; title: string; url: string | null }
  /** They came by an advertisement or a link of ours. */
  | { kind: 'ad'; title: string; text: string; url: string | null }
  /** The words are those of a button they pressed. */
  | { kind: 'button' }
  | { kind: 'forwarded' }

/** `words`: what of the body no card says; the body also says in words what the cards show. */
export type Shown = { cards: Card[]; words: string }

const MOST = 30
const text = (max = 300) =>
  z
    .union([z.string(), z.number()])
    .transform((v) => String(v).slice(0, max))
    .catch('')
const number = z.coerce.number().finite()
const list = <T extends z.ZodType>(of: T) =>
  z
    .array(of)
    .max(500)
    .catch([])
    .transform((all) => all.slice(0, MOST))
const link = z
  .string()
  .max(4000)
  .refine((s) => /^https?:\/\//.test(s))
  .nullable()
  .catch(null)

const place = z
  .object({ latitude: number.min(-90).max(90), longitude: number.min(-180).max(180), name: text(), title: text(), address: text() })
  .transform((p): Card => ({ kind: 'place', name: p.name || p.title, address: p.address, latitude: p.latitude, longitude: p.longitude }))

const NAMELESS = { formatted_name: '', prefix: '', first_name: '', middle_name: '', last_name: '', suffix: '' }
const joined = (parts: readonly string[], by = ' ') => parts.filter(Boolean).join(by)

/** WhatsApp's cards and Telegram's. */
const person = z
  .object({
    name: z.object({ formatted_name: text(), prefix: text(), first_name: text(), middle_name: text(), last_name: text(), suffix: text() }).catch(NAMELESS),
    org: z.object({ company: text(), department: text(), title: text() }).catch({ company: '', department: '', title: '' }),
    addresses: list(z.object({ street: text(), city: text(), state: text(), zip: text(), country: text() }).nullable().catch(null)),
    urls: list(z.object({ url: text(2000) }).catch({ url: '' })),
    birthday: text(40),
    note: text(1000),
    phones: list(z.object({ phone: text(60), wa_id: text(60) }).catch({ phone: '', wa_id: '' })),
    emails: list(z.object({ email: text() }).catch({ email: '' })),
    first_name: text(),
    last_name: text(),
    phone_number: text(60),
  })
  .transform((p): Card => ({
    kind: 'person',
    name: p.name.formatted_name || joined([p.name.prefix, p.name.first_name, p.name.middle_name, p.name.last_name, p.name.suffix]) || joined([p.first_name, p.last_name]),
    company: p.org.company,
    phones: [...p.phones.map((x) => x.phone || x.wa_id), p.phone_number].filter(Boolean),
    emails: p.emails.map((x) => x.email).filter(Boolean),
    links: p.urls.map((x) => x.url).filter((url) => /^https?:\/\//.test(url)),
    more: [
      p.org.title,
      p.org.department,
      ...p.addresses.map((a) => (a ? joined([a.street, a.city, a.state, a.zip, a.country], ', ') : '')),
      ...p.urls.map((x) => x.url).filter((url) => !/^https?:\/\//.test(url)),
      p.birthday,
      p.note,
    ].filter(Boolean),
  }))

const order = z
  .object({
    text: text(2000),
    product_items: list(z.object({ product_retailer_id: text(), quantity: number.catch(1), item_price: number.nullable().catch(null), currency: text(10) })),
  })
  .refine((o) => o.product_items.length > 0)
  .transform((o): Card => ({
    kind: 'order',
    note: o.text,
    items: o.product_items.map((i) => ({ name: i.product_retailer_id, quantity: i.quantity, price: i.item_price, currency: i.currency })),
  }))

const WHAT = { story_mention: 'story_mention', ig_reel: 'reel', reel: 'reel', ig_post: 'post', post: 'post' } as const
const shared = z
  .object({ type: text(), title: text(), url: link })
  .transform((s): Card => ({ kind: 'shared', what: WHAT[s.type as keyof typeof WHAT] ?? 'share', title: s.title, url: s.url }))

const referral = z
  .object({ headline: text(), body: text(1000), source_url: link, ref: text(), ads_context_data: z.object({ ad_title: text() }).catch({ ad_title: '' }) })
  .transform((r): Card => ({ kind: 'ad', title: r.headline || r.ads_context_data.ad_title || r.ref, text: r.body, url: r.source_url }))

const extraOf = z.object({
  location: place.optional().catch(undefined),
  contacts: list(person.nullable().catch(null)),
  order: order.optional().catch(undefined),
  shared: list(shared.nullable().catch(null)),
  story: z
    .object({ url: link })
    .transform((s): Card => ({ kind: 'shared', what: 'story', title: '', url: s.url }))
    .optional()
    .catch(undefined),
  referral: referral.optional().catch(undefined),
  button: z.string().optional().catch(undefined),
  forwarded: z.boolean().optional().catch(undefined),
  /** The words alone, where the body says the rest too. */
  said: z.string().optional().catch(undefined),
})

/** Null where it is words and nothing else. Never throws. */
export function cardsOf(extra: Record<string, unknown> | undefined, body: string): Shown | null {
  if (extra === undefined) return null
  const e = extraOf.safeParse(extra).data
  if (!e) return null
  const things = [e.location, ...e.contacts, e.order, ...e.shared].filter((c): c is Card => c != null)
  const about = [e.story, e.referral, e.button === undefined ? undefined : { kind: 'button' as const }, e.forwarded ? { kind: 'forwarded' as const } : undefined]
  const cards = [...things, ...about.filter((c): c is Card => c !== undefined)]
  if (cards.length === 0) return null
  return { cards, words: e.said ?? (things.length > 0 ? '' : body) }
}
