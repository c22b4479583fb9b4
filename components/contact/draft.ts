/** What is being written about a contact, and what of it differs from what stands there. Pure. */
import { same } from '@/lib/domain/contacts/facts'
import type { ContactView } from '@/lib/domain/contacts/view'

export type Draft = {
  name: string
  email: string
  phone: string
  company: string
  language: string
  timeZone: string
  note: string
  fields: { name: string; value: string }[]
}
/** `field` null: it is about the whole. */
export type Problem = { field: keyof Draft | null; text: string }

const TEXTS = ['name', 'email', 'phone', 'company', 'language', 'timeZone', 'note'] as const

export const draftOf = (c: ContactView): Draft => ({
  name: c.name,
  email: c.email ?? '',
  phone: c.phoneShown ?? '',
  company: c.company,
  language: c.language ?? '',
  timeZone: c.timeZone ?? '',
  note: c.note,
  fields: c.fields,
})

const filled = (fields: Draft['fields']) => fields.map((f) => ({ name: f.name.trim(), value: f.value.trim() })).filter((f) => f.name !== '')

/** What the draft changes, and what its writer saw there; null when nothing. */
export function editOf(base: ContactView, draft: Draft): { change: Partial<Draft>; seen: Partial<ContactView> } | null {
  const was = draftOf(base)
  const texts = TEXTS.filter((k) => draft[k].trim() !== was[k].trim())
  const fields = filled(draft.fields)
  const areFieldsNew = !same(fields, base.fields)
  if (texts.length === 0 && !areFieldsNew) return null
  return {
    change: { ...Object.fromEntries(texts.map((k) => [k, draft[k].trim()])), ...(areFieldsNew ? { fields } : {}) },
    seen: { ...Object.fromEntries(texts.map((k) => [k, base[k]])), ...(areFieldsNew ? { fields: base.fields } : {}) },
  }
}

/** The contact as it will be. */
export function withEdit(base: ContactView, change: Partial<Draft>): ContactView {
  const orNull = (s: string | undefined, was: string | null) => (s === undefined ? was : s || null)
  return {
    ...base,
    name: change.name || base.name,
    email: orNull(change.email, base.email),
    phone: orNull(change.phone, base.phone),
    phoneShown: orNull(change.phone, base.phoneShown),
    company: change.company ?? base.company,
    language: orNull(change.language, base.language),
    timeZone: orNull(change.timeZone, base.timeZone),
    note: change.note ?? base.note,
    fields: change.fields ?? base.fields,
  }
}

/** What takes the edit back: the facts it changed, as they were. */
export const inverseOf = (base: ContactView, change: Partial<Draft>): Partial<Draft> => ({
  ...Object.fromEntries(TEXTS.filter((k) => change[k] !== undefined).map((k) => [k, base[k] ?? ''])),
  ...(change.fields ? { fields: base.fields } : {}),
})

export const isDraftKey = (k: unknown): k is keyof Draft => k === 'fields' || TEXTS.some((t) => t === k)
