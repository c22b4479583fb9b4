/**
 * Whether the server that took a mail could tell that it is from whom it says. Only what it wrote on top is believed, and
 * only when it says no: a mail may carry a false yes of its own further down, and no answer is no proof of anything.
 */
import type { Mail } from './mail'

const RESULT = /\b(dmarc|spf|dkim|compauth|sender-id)\s*=\s*(\w+)/gi

/** `fails`: it is likely not from whom it says. */
export function authenticity(header: Mail['header']): 'passes' | 'fails' | 'unknown' {
  const results = topmost(header('authentication-results'))
  const of = (method: string) => results.filter(([m]) => m === method).map(([, r]) => r)
  const said = (method: string, ...r: string[]) => of(method).some((found) => r.includes(found))
  if (said('dmarc', 'pass', 'bestguesspass')) return 'passes'
  if (said('dmarc', 'fail') || said('compauth', 'fail')) return 'fails'
  const spf = of('spf')[0] ?? bySpfHeader(header)
  const dkim = of('dkim')
  if (dkim.includes('pass') || spf === 'pass') return 'passes'
  // Passed on by a list or an alias, a mail loses one of the two: it takes a plain no, or two half ones.
  return spf === 'fail' || (spf === 'softfail' && dkim.includes('fail')) ? 'fails' : 'unknown'
}

/** The results of the server that wrote the first of these headers, method and result in lower case. */
function topmost(headers: readonly string[]): [method: string, result: string][] {
  const server = headers[0] ? serverOf(headers[0]) : null
  return headers
    .filter((h) => serverOf(h) === server)
    .slice(0, 5)
    .flatMap((h) => [...withoutComments(h).matchAll(RESULT)].map(([, m, r]): [string, string] => [(m ?? '').toLowerCase(), (r ?? '').toLowerCase()]))
}

const serverOf = (header: string) => /^\s*([^\s;]+)/.exec(header)?.[1]?.toLowerCase() ?? ''

/** A comment may hold anything, also what looks like a result. */
const withoutComments = (h: string) =>
  h
    .slice(0, 8000)
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\([^()]*\)/g, ' ')
    .replace(/"[^"]*"/g, '""')

const bySpfHeader = (header: Mail['header']) => /^\s*(\w+)/.exec(header('received-spf')[0] ?? header('x-mailgun-spf')[0] ?? '')?.[1]?.toLowerCase()

/** What a provider says beside a mail, as the header a server would have written; '' when it says nothing. */
export function resultsHeader(provider: string, said: { spf?: string; dkim?: string }): string {
  const word = (s: string | undefined) => /[a-z]+/i.exec(s ?? '')?.[0]?.toLowerCase()
  const dkim =
    said.dkim === undefined || said.dkim.trim() === ''
      ? undefined
      : /:\s*pass/i.test(said.dkim) || /^pass/i.test(said.dkim)
        ? 'pass'
        : /none|^\{?\s*\}?$/i.test(said.dkim)
          ? 'none'
          : 'fail'
  const results = [word(said.spf) && `spf=${word(said.spf)}`, dkim && `dkim=${dkim}`].filter(Boolean)
  return results.length > 0 ? `Authentication-Results: ${provider}.invalid; ${results.join('; ')}\r\n` : ''
}
