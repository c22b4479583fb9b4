/** The `curl` lines of a page of the documentation, performed as curl would: so that what the docs show is what works. */
import { readFileSync } from 'node:fs'

export type Curl = { line: string; method: string; url: string; headers: Record<string, string>; body?: string }

/** Every ```sh block's curl line, and every one in a table's cell, with `$NAME`s filled in. Understands -X, -H and -d. */
export function curlsIn(file: string, values: Record<string, string>): Curl[] {
  const blocks = [...readFileSync(file, 'utf8').matchAll(/```sh\n(curl [\s\S]*?)```|\| `(curl [^`]*)` \|/g)].map((m) => (m[1] ?? m[2] ?? '').trim())
  return blocks.map((line) => {
    const filled = line.replace(/\$([A-Z_]+)/g, (whole, name: string) => values[name] ?? whole)
    const words = [...filled.matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map((m) => m[1] ?? m[2] ?? m[3] ?? '').slice(1)
    const out: Curl = { line, method: '', url: '', headers: {} }
    for (let i = 0; i < words.length; i++) {
      const word = words[i] ?? ''
      const next = words[i + 1] ?? ''
      if (word === '-X') out.method = next
      else if (word === '-H') out.headers[next.slice(0, next.indexOf(':')).toLowerCase()] = next.slice(next.indexOf(':') + 1).trim()
      else if (word === '-d') out.body = next
      else {
        out.url = word
        continue
      }
      i++
    }
    out.method ||= out.body === undefined ? 'GET' : 'POST'
    if (out.body !== undefined) out.headers['content-type'] ??= 'application/x-www-form-urlencoded'
    return out
  })
}
