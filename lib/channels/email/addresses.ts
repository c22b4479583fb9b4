/** People in a header (RFC 5322 3.4), also as programs write them that never read it. Linear. */
import { decode } from './charset'
import { wordsAndText } from './encoded-words'

/** `hasBrackets`: the address stood in angle brackets. */
export type Person = { name: string; address: string; hasBrackets: boolean }

const HEADER_MAX = 200_000
const PEOPLE_MAX = 500
/** Stands for a letter that is quoted or encoded: such never divide, and are never an address. */
const HIDDEN = '\u0001'

/** A stretch between two separators: what is said, the same with the quoted letters hidden, and what stands in brackets. */
type Stretch = { said: string; bare: string; comment: string; address: string | null; separator: string }

/**
 * Whoever is named, in their order. A comma in a name that nobody quoted divides nothing: what stands before an address in
 * brackets and holds none itself is part of its name. `alone`: the name of a header without any address.
 */
export function peopleIn(binary: string, guess?: string | null): { people: Person[]; alone: string } {
  const source = binary.slice(0, HEADER_MAX)
  const words = wordsAndText(source)
  const encoded = words.every((w) => w.isWord || w.text.trim() === '') ? words.map((w) => w.text).join('') : ''
  // All of it encoded at once, brackets included.
  if (/<[^<>@\s]{1,200}@[^<>\s]{1,250}>/.test(encoded)) return readStretches(stretches([{ text: encoded, isWord: false }]))
  return readStretches(stretches(words.map((w) => (w.isWord ? w : { text: decode(Buffer.from(w.text, 'latin1'), null, guess), isWord: false }))))
}

function readStretches(list: Stretch[]): { people: Person[]; alone: string } {
  const people: Person[] = []
  let before = ''
  for (const s of list) {
    if (people.length >= PEOPLE_MAX) break
    if (s.address !== null) {
      people.push(person(tidy(before + s.said) || tidy(s.comment), s.address, true))
      before = ''
      continue
    }
    const found = addressIn(s)
    if (found) {
      people.push(person(tidy(found.name) || tidy(s.comment), found.address, false))
      before = ''
    } else before = `${before}${s.said}${s.separator}`.slice(-NAME_MAX)
  }
  const named = people.filter((p) => p.address !== '')
  return { people: named, alone: named.length > 0 ? '' : tidy(people[0]?.name || before) }
}

const person = (name: string, address: string, hasBrackets: boolean): Person => ({ name: name === address ? '' : name, address, hasBrackets })

const NAME_MAX = 2000

function stretches(words: { text: string; isWord: boolean }[]): Stretch[] {
  const out: Stretch[] = []
  let now: Stretch = { said: '', bare: '', comment: '', address: null, separator: '' }
  let state: 'text' | 'quoted' | 'comment' | 'address' = 'text'
  let depth = 0
  let inBrackets = ''
  let quoted = ''
  const end = (separator: string) => {
    if (now.said.trim() !== '' || now.address !== null || now.comment !== '') out.push({ ...now, separator })
    now = { said: '', bare: '', comment: '', address: null, separator: '' }
  }
  const say = (text: string, isHidden: boolean) => {
    now.said += text
    now.bare += isHidden ? HIDDEN.repeat(text.length) : text
  }
  const endQuoted = () => {
    say(quoted, true)
    quoted = ''
  }
  const isGroup = words.some((w) => !w.isWord && w.text.includes(';'))
  for (const { text, isWord } of words) {
    if (isWord && state !== 'address') {
      if (state === 'comment') now.comment += text
      else if (state === 'quoted') quoted += text
      else say(text, true)
      continue
    }
    for (let i = 0; i < text.length; i++) {
      const c = text.charAt(i)
      if (state === 'quoted') {
        if (c === '\\' && i + 1 < text.length) quoted += text.charAt(++i)
        else if (c === '"') {
          endQuoted()
          state = 'text'
        } else quoted += c
      } else if (state === 'comment') {
        if (c === '\\' && i + 1 < text.length) now.comment += text.charAt(++i)
        else if (c === '(') depth++
        else if (c === ')' && --depth === 0) state = 'text'
        else now.comment += c
      } else if (state === 'address') {
        if (c === '<') inBrackets = ''
        // Brackets that nobody closed end where the next one begins.
        else if (c === '>' || ((c === ',' || c === ';') && inBrackets.includes('@') && !inBrackets.includes('"') && !inBrackets.startsWith('@'))) {
          take(inBrackets)
          state = 'text'
          if (c !== '>') end(c)
        } else inBrackets += c
      } else if (c === '"') state = 'quoted'
      else if (c === '(') {
        depth = 1
        state = 'comment'
      } else if (c === '<') {
        // One who has an address already: the next begins here.
        if (now.address !== null) end('')
        inBrackets = ''
        state = 'address'
      } else if (c === ',' || c === ';') end(c)
      else if (c === ':' && isGroup && now.address === null) now = { said: '', bare: '', comment: '', address: null, separator: '' }
      else say(c, false)
    }
  }
  if (state === 'address') take(inBrackets)
  if (state === 'quoted') endQuoted()
  end('')
  return out

  function take(inside: string) {
    const address = plain(inside)
    // A name of this server's own, as MAILER-DAEMON, is an address too.
    if (address.includes('@') || !/\s/.test(address)) now.address = address
    else say(` ${inside.trim()} `, true)
  }
}

/** An address that stands without brackets, and the name beside it. */
function addressIn(s: Stretch): { name: string; address: string } | null {
  const { bare, said } = s
  for (let at = bare.indexOf('@'), tries = 0; at >= 0 && tries < 50; at = bare.indexOf('@', at + 1), tries++) {
    // A name in quotes may stand before the @, nothing of it after.
    const left = /(?:[^\s\u0001@<>()[\],;:"]{1,200}|\u0001{1,200})$/.exec(bare.slice(Math.max(0, at - 200), at))?.[0] ?? ''
    const right = /^(?:\[[^\s\]]{1,60}\]|[^\s\u0001@<>()[\],;"]{1,250})/.exec(bare.slice(at + 1, at + 251))?.[0] ?? ''
    if (left === '' || right === '') continue
    const from = at - left.length
    const to = at + 1 + right.length
    const local = said.slice(from, at)
    const quoted = left.startsWith(HIDDEN) && /\s/.test(local) ? `"${local.replace(/["\\]/g, '')}"` : local
    return { name: `${said.slice(0, from)} ${said.slice(to)}`, address: plain(`${quoted}${said.slice(at, to)}`) }
  }
  return null
}

const plain = (said: string) =>
  said
    .trim()
    .replace(/^mailto:/i, '')
    .replace(/^@[^:]{1,300}:/, '')
    .replace(/[.>]+$/, '')

/** Without the quotes that some put around a quoted name once more. */
const tidy = (name: string) =>
  name
    .slice(0, 1000)
    .replace(/(?:^|\s)[[\]<>]+(?=\s|$)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/^[,;\s]+|[,;\s]+$/g, '')
    .replace(/^'(.*)'$/, '$1')
    .replace(/^"(.*)"$/, '$1')
    .trim()
