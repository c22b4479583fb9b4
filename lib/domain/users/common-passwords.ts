/** Passwords that everybody tries first: the list of zxcvbn-ts (about 49,000, the most common first). */
import { dictionary } from '@zxcvbn-ts/language-common'

let list: ReadonlySet<string> | undefined
const isListed = (s: string) => (list ??= new Set(dictionary['passwords-common'])).has(s)

/** Digits and signs that people write for letters. */
const LEET: Record<string, string> = { '0': 'o', '1': 'i', '3': 'e', '4': 'a', '5': 's', '7': 't', '@': 'a', $: 's', '!': 'i' }
const plain = (s: string) => s.replace(/[013457@$!]/g, (c) => LEET[c] ?? c)

/** A run of neighbours: of the alphabet, of the digits, or of a keyboard's row. */
const RUNS = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiop', 'asdfghjkl', 'zxcvbnm', '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p'].flatMap((r) => [
  r,
  [...r].toReversed().join(''),
])
const isRun = (s: string) => RUNS.some((run) => run.includes(s))

/** What repeats in it, once; itself when nothing does. */
const unit = (s: string) => /^(.+?)\1+$/s.exec(s)?.[1] ?? s

/** So many characters around a word do not make it hard to guess. */
const ENDS = 8
/** Without the ends that people add to a word to satisfy a rule: digits, a year, signs. */
function bare(s: string): string {
  const word = s.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  return s.length - word.length <= ENDS || word === '' ? word : s
}

/**
 * True for a listed password, and for one that is only a listed word, a run of keys or nothing with a few digits and signs around it,
 * letters written as digits, or the same again and again.
 */
export function isCommon(password: string): boolean {
  const said = password.toLowerCase()
  const forms = [said, unit(said), bare(said), plain(said), bare(plain(said)), unit(bare(said)), plain(bare(said))]
  return forms.some((form) => isListed(form) || (form.length > 0 && isRun(form)) || form === '')
}
