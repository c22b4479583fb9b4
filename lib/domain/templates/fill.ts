/** What a template's sender has to fill in, and what becomes of it. Pure: the domain and the screen use the same. */
import type { TemplateOut } from '@/db/schema/messages'
import type { TemplateParts } from '@/db/schema/templates'
import { cleanLine } from '../text'

/** Something to fill in. `key`: `header:1`, `body:first_name`, `button:0` (by the button's place). `name`: as it stands in the text. */
export type Slot = { key: string; name: string; part: 'header' | 'body' | 'button'; label?: string; example?: string }

/** Longest value, in UTF-16 units. */
export const VALUE_MAX = 1024
const HOLE = /\{\{\s*(\w{1,100})\s*\}\}/g

const holesOf = (text: string) => [...new Set([...text.matchAll(HOLE)].map((m) => m[1] ?? ''))]
const headerText = (p: TemplateParts) => (p.header?.kind === 'text' ? p.header.text : '')

/** In the order in which they are read. */
export function slotsOf(p: TemplateParts): Slot[] {
  const inText = (part: 'header' | 'body', text: string) => holesOf(text).map((name) => slot(p, { key: `${part}:${name}`, name, part }))
  const inButtons = p.buttons.flatMap((b, i) => {
    const hole = b.kind === 'code' ? b.text : b.kind === 'url' ? holesOf(b.url ?? '')[0] : undefined
    return hole === undefined ? [] : [slot(p, { key: `button:${i}`, name: hole, part: 'button', label: b.text })]
  })
  return [...inText('header', headerText(p)), ...inText('body', p.body), ...inButtons]
}

const slot = (p: TemplateParts, s: Slot): Slot => (p.examples?.[s.key] ? { ...s, example: p.examples[s.key] } : s)

/** The file it begins with, where it has one. */
export const fileOf = (p: TemplateParts): 'image' | 'video' | 'document' | null => (p.header && p.header.kind !== 'text' ? p.header.kind : null)

/** A provider takes one line a value. */
export const valueOf = (values: Readonly<Record<string, string>>, key: string) => cleanLine(values[key] ?? '')

/** The keys that are still empty. */
export const missingIn = (p: TemplateParts, values: Readonly<Record<string, string>>) =>
  slotsOf(p)
    .map((s) => s.key)
    .filter((key) => valueOf(values, key) === '')

/** The words the customer gets; what is not filled in yet stands as it is written. */
export function wordsOf(p: TemplateParts, values: Readonly<Record<string, string>>): string {
  const filled = (part: string, text: string) => text.replace(HOLE, (hole, name: string) => valueOf(values, `${part}:${name}`) || hole)
  const buttons = p.buttons.map((b, i) => {
    const own = valueOf(values, `button:${i}`)
    if (b.kind === 'code') return own ? `[${b.text}: ${own}]` : `[${b.text}]`
    return b.kind === 'url' && b.url ? `[${b.text}] ${own ? b.url.replace(HOLE, () => own) : b.url}` : `[${b.text}]`
  })
  return [filled('header', headerText(p)), filled('body', p.body), p.footer ?? '', buttons.join('\n')].filter(Boolean).join('\n\n')
}

/** What its adapter needs to send it. Every slot must be filled. */
export function outOf(t: { name: string; language: string; parts: TemplateParts }, values: Readonly<Record<string, string>>): TemplateOut {
  const p = t.parts
  const all = (part: 'header' | 'body', text: string): TemplateOut['body'] =>
    holesOf(text)
      // By number where they have one: the text may name the second first.
      .toSorted((a, b) => (/^\d+$/.test(a) && /^\d+$/.test(b) ? Number(a) - Number(b) : 0))
      .map((name) => ({ name: /^\d+$/.test(name) ? null : name, text: valueOf(values, `${part}:${name}`) }))
  const file = fileOf(p)
  const header = headerText(p) ? all('header', headerText(p)) : []
  return {
    name: t.name,
    language: t.language,
    header: file ? { kind: file } : header.length > 0 ? { kind: 'text', values: header } : null,
    body: all('body', p.body),
    buttons: p.buttons.flatMap((b, index): TemplateOut['buttons'] => {
      // The button of a one-time code repeats the code.
      if (b.kind === 'otp') return [{ index, kind: 'url', text: valueOf(values, 'body:1') }]
      if (b.kind === 'code') return [{ index, kind: 'code', text: valueOf(values, `button:${index}`) }]
      return b.kind === 'url' && holesOf(b.url ?? '').length > 0 ? [{ index, kind: 'url', text: valueOf(values, `button:${index}`) }] : []
    }),
  }
}

/** Values given in the order of the slots, as programs do. */
export const inOrder = (p: TemplateParts, values: readonly string[]): Record<string, string> =>
  Object.fromEntries(slotsOf(p).flatMap((s, i) => (values[i] === undefined ? [] : [[s.key, values[i]]])))
