/** Plain text cut into words and links. The only addresses that become links are http, https and email. */
export type Piece = { text: string; href?: string }

const LINK = /\b(?:https?:\/\/|www\.)[^\s<>"'`\u0000-\u001f]{1,2000}|\b[\w.+-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+\b/gi

/** Pieces in order; joined, their texts are the input. */
export function linkify(text: string): Piece[] {
  const out: Piece[] = []
  let at = 0
  for (const found of text.matchAll(LINK)) {
    const raw = trimEnd(found[0])
    const href = hrefOf(raw)
    if (!href) continue
    if (found.index > at) out.push({ text: text.slice(at, found.index) })
    out.push({ text: raw, href })
    at = found.index + raw.length
  }
  if (at < text.length) out.push({ text: text.slice(at) })
  return out
}

/** Punctuation after a link belongs to the sentence; a closing bracket only when it was not opened inside. Linear. */
function trimEnd(raw: string): string {
  const unopened = { ')': count(raw, ')') - count(raw, '('), ']': count(raw, ']') - count(raw, '[') }
  let end = raw.length
  for (; end > 0; end--) {
    const last = raw.charAt(end - 1)
    if (last === ')' || last === ']') {
      if (unopened[last]-- <= 0) break
    } else if (!'.,;:!?…»”’*_'.includes(last)) break
  }
  return raw.slice(0, end)
}
const count = (s: string, c: string) => s.split(c).length - 1

function hrefOf(raw: string): string | null {
  const full = raw.includes('://') ? raw : raw.toLowerCase().startsWith('www.') ? `https://${raw}` : `mailto:${raw}`
  if (!URL.canParse(full)) return null
  const url = new URL(full)
  // A name before the host dresses one site up as another.
  if (url.username || url.password) return url.protocol === 'mailto:' ? url.href : null
  return ['http:', 'https:', 'mailto:'].includes(url.protocol) ? url.href : null
}
