/** What is known of a contact beside addresses, and how two contacts' facts become one's. Pure, for the preview too. */
import type { ContactField } from '@/db/schema/contacts'

export type Facts = {
  name: string
  email: string | null
  phone: string | null
  phoneRaw: string | null
  company: string
  note: string
  language: string | null
  timeZone: string | null
  fields: ContactField[]
}
export const FACTS = ['name', 'email', 'phone', 'phoneRaw', 'company', 'note', 'language', 'timeZone', 'fields'] as const satisfies (keyof Facts)[]
/** Those of which one is chosen where both are known; notes and fields are joined. */
export const CHOSEN = ['name', 'email', 'phone', 'company', 'language', 'timeZone'] as const satisfies (keyof Facts)[]
export type Chosen = (typeof CHOSEN)[number]

/** Whose value stands, by fact and by field name; the survivor's where nothing is said. */
export type Choice = { [K in Chosen]?: 'from' } & { fields?: Record<string, 'from'> }

export const FIELDS_MAX = 50
export const NOTE_MAX = 10_000

/** Do both know it, and differently? */
export const differs = (into: Facts, from: Facts, fact: Chosen): boolean => !!into[fact] && !!from[fact] && into[fact] !== from[fact]

/** What the survivor knows after the merge. */
export function joined(into: Facts, from: Facts, choice: Choice = {}): Facts {
  const pick = <K extends Chosen | 'phoneRaw'>(fact: K, by: Chosen): Facts[K] => {
    const [first, second] = choice[by] === 'from' ? [from, into] : [into, from]
    return first[by] ? first[fact] : second[fact]
  }
  const names = [...new Set([...into.fields, ...from.fields].map((f) => f.name))]
  const valueOf = (facts: Facts, name: string) => facts.fields.find((f) => f.name === name)?.value
  return {
    name: pick('name', 'name'),
    email: pick('email', 'email'),
    phone: pick('phone', 'phone'),
    phoneRaw: pick('phoneRaw', 'phone'),
    company: pick('company', 'company'),
    language: pick('language', 'language'),
    timeZone: pick('timeZone', 'timeZone'),
    note: [into.note, from.note]
      .filter((n, i, all) => n.trim() !== '' && all.indexOf(n) === i)
      .join('\n\n')
      .slice(0, NOTE_MAX),
    fields: names
      .map((name) => ({ name, value: (choice.fields?.[name] === 'from' ? valueOf(from, name) : undefined) ?? valueOf(into, name) ?? valueOf(from, name) ?? '' }))
      .slice(0, FIELDS_MAX),
  }
}

/** Facts that differ, as they are in `b`. */
export function changed(a: Facts, b: Facts): Partial<Facts> {
  return Object.fromEntries(FACTS.filter((f) => !same(a[f], b[f])).map((f) => [f, b[f]]))
}

export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)
