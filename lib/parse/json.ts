/** JSON that comes from outside. What takes long is not its length but its many values and names, so these are counted first. */

/** JSON that is not read: it nests too deep. */
export class TooDeep extends Error {}
/** JSON or a form that is not read: it holds too many values. */
export class TooMany extends Error {}

/** `marks`: commas, colons and opening brackets, about two to each named value. `depth`: of nesting. */
export type JsonBounds = { marks?: number; depth?: number }

/** Enough for the largest request that any caller has a reason to make; parsing as many takes about 10 ms. */
const MARKS_MAX = 20_000
const DEPTH_MAX = 32

/** `JSON.parse` within bounds. Throws TooMany, TooDeep, or SyntaxError. */
export function parseJson(text: string, { marks = MARKS_MAX, depth = DEPTH_MAX }: JsonBounds = {}): unknown {
  measure(text, marks, depth)
  return JSON.parse(text)
}

const [QUOTE, BACKSLASH, COMMA, COLON, OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = [34, 92, 44, 58, 91, 93, 123, 125]

/** One pass over the text; text that is not JSON is measured all the same, and fails in the parser. */
function measure(text: string, marks: number, depth: number): void {
  let [seen, level] = [0, 0]
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === QUOTE) {
      i = endOfString(text, i)
      continue
    }
    if (c === CLOSE_LIST || c === CLOSE_OBJECT) level--
    if (c === OPEN_LIST || c === OPEN_OBJECT) level++
    if (level > depth) throw new TooDeep()
    if ((c === COMMA || c === COLON || c === OPEN_LIST || c === OPEN_OBJECT) && ++seen > marks) throw new TooMany()
  }
}

/** The closing quote of the string that begins at `start`; the end of the text when it has none. */
function endOfString(text: string, start: number): number {
  for (let end = text.indexOf('"', start + 1); end !== -1; end = text.indexOf('"', end + 1)) {
    let escapes = 0
    while (end - 1 - escapes > start && text.charCodeAt(end - 1 - escapes) === BACKSLASH) escapes++
    if (escapes % 2 === 0) return end
  }
  return text.length
}
