/**
 * Charsets of seven bits that shift between ASCII and letters of two bytes, which neither TextDecoder nor iconv-lite has.
 * Each becomes the 8-bit charset of the same letters first. Linear; what is broken becomes U+FFFD or stands as it is.
 */
import iconv from 'iconv-lite'

const LF = 10
const SO = 14
const SI = 15
const ESC = 27
const TILDE = 0x7e
/** No letter in either of the 8-bit charsets. */
const NONE = 0xff

/** Whether `b` and the byte behind it are a letter of two bytes. */
const isPair = (bytes: Uint8Array, at: number) => isGraphic(bytes[at]) && isGraphic(bytes[at + 1])
const isGraphic = (b: number | undefined) => b !== undefined && b > 0x20 && b < 0x7f

/** RFC 1843: `~{` and `~}` shift, `~~` is a tilde, `~` at a line's end breaks nothing. A line begins in ASCII. */
export function decodeHz(bytes: Uint8Array): string {
  const out = Buffer.allocUnsafe(bytes.length)
  let n = 0
  let isShifted = false
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i] ?? 0
    const next = bytes[i + 1]
    if (b === LF) isShifted = false
    if (b === TILDE && next === (isShifted ? 0x7d : 0x7b)) {
      isShifted = !isShifted
      i++
    } else if (isShifted && isPair(bytes, i)) {
      out[n++] = b | 0x80
      out[n++] = (next ?? 0) | 0x80
      i++
    } else if (!isShifted && b === TILDE && next === TILDE) {
      out[n++] = b
      i++
    } else if (!isShifted && b === TILDE && (next === LF || (next === 13 && bytes[i + 2] === LF))) i += next === LF ? 1 : 2
    else out[n++] = b
  }
  return iconv.decode(out.subarray(0, n), 'gb18030')
}

/** RFC 1557: SO and SI shift, `ESC $ ) C` announces it. A line begins in ASCII. */
export const decodeIso2022Kr = (bytes: Uint8Array): string => iconv.decode(unshifted(bytes, 'C'), 'euc-kr')

/** RFC 1922, its letters of GB 2312: those of CNS 11643 have no table here. */
export const decodeIso2022Cn = (bytes: Uint8Array): string => iconv.decode(unshifted(bytes, 'A'), 'gb18030')

/** `set`: the final letter of the escape sequence that names the set which is read. */
function unshifted(bytes: Uint8Array, set: string): Buffer {
  const out = Buffer.allocUnsafe(bytes.length)
  let n = 0
  let isShifted = false
  let isKnown = true
  for (let i = 0; i < bytes.length; i++) {
    const b = bytes[i] ?? 0
    if (b === ESC && bytes[i + 1] === 0x24 && (bytes[i + 2] === 0x29 || bytes[i + 2] === 0x2a)) {
      if (bytes[i + 2] === 0x29) isKnown = bytes[i + 3] === set.charCodeAt(0)
      i += 3
    } else if (b === ESC && bytes[i + 1] === 0x4e && isPair(bytes, i + 2)) {
      out[n++] = NONE
      i += 3
    } else if (b === SO || b === SI) isShifted = b === SO
    else if (isShifted && isPair(bytes, i)) {
      out[n++] = isKnown ? b | 0x80 : NONE
      if (isKnown) out[n++] = (bytes[i + 1] ?? 0) | 0x80
      i++
    } else {
      if (b === LF) isShifted = false
      out[n++] = b
    }
  }
  return out.subarray(0, n)
}
