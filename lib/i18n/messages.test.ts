import { parse, TYPE, type MessageFormatElement } from '@formatjs/icu-messageformat-parser'
import { describe, expect, it } from 'vitest'
import { en } from './en'
import { es } from './es'

type Tree = { [key: string]: string | Tree }

const flat = (tree: Tree, path = ''): [string, string][] =>
  Object.entries(tree).flatMap(([key, v]) => (typeof v === 'string' ? [[`${path}${key}`, v] as [string, string]] : flat(v, `${path}${key}.`)))

/** Names that must be given, with the kind of thing: `count plural`, `name argument`, `b tag`. */
function holes(elements: readonly MessageFormatElement[]): string[] {
  return elements.flatMap((e) => {
    if (e.type === TYPE.literal || e.type === TYPE.pound) return []
    if (e.type === TYPE.tag) return [`${e.value} tag`, ...holes(e.children)]
    const inner = 'options' in e ? Object.values(e.options).flatMap((o) => holes(o.value)) : []
    return [`${e.value} ${TYPE[e.type]}`, ...inner]
  })
}
const holesOf = (message: string) => [...new Set(holes(parse(message)))].sort()
/** Every choice of a select must be there in both; plurals differ by language. */
const optionsOf = (message: string): string[] =>
  parse(message)
    .flatMap((e) => (e.type === TYPE.select ? Object.keys(e.options).map((o) => `${e.value}=${o}`) : e.type === TYPE.plural && !e.options.other ? ['no other'] : []))
    .sort()

const [english, spanish] = [new Map(flat(en)), new Map(flat(es))]

describe('the messages', () => {
  it('say everything in both languages, and nothing more', () => {
    expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort())
    expect([...english, ...spanish].filter(([, text]) => text.trim() === '').map(([key]) => key)).toEqual([])
  })

  it('parse, and have the same holes and choices in both', () => {
    for (const [key, text] of english) {
      const other = spanish.get(key) ?? ''
      expect(holesOf(other), key).toEqual(holesOf(text))
      expect(optionsOf(other), key).toEqual(optionsOf(text))
    }
  })

  it('count in forms that each language has', () => {
    const forms = (locale: string) => new Set(new Intl.PluralRules(locale).resolvedOptions().pluralCategories)
    for (const [locale, all] of [
      ['en', english],
      ['es', spanish],
    ] as const)
      for (const [key, text] of all)
        for (const e of parse(text))
          if (e.type === TYPE.plural)
            for (const option of Object.keys(e.options))
              expect(option.startsWith('=') || forms(locale).has(option as Intl.LDMLPluralRule), `${locale} ${key} {${option}}`).toBe(true)
  })
})
