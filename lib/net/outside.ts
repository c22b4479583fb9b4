/** A call to an address somebody else chose: only public addresses, no redirects, bounded in time and size. */
import { lookup as dnsLookup } from 'node:dns'
import { request as http, type RequestOptions } from 'node:http'
import { request as https } from 'node:https'
import { BlockList, isIP, type LookupFunction } from 'node:net'

const inside = new BlockList()
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(net, bits, 'ipv4')
for (const [net, bits] of [
  // Also what carries an IPv4 address inside it: compatible, translated, 6to4, Teredo.
  ['::', 96],
  ['100::', 64],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['fec0::', 10],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6')

/** Private, loopback, link-local, multicast and reserved addresses, also when written as IPv4 in IPv6. */
export function isInside(address: string): boolean {
  const mapped = /^::ffff:(.+)$/i.exec(address)?.[1]
  if (mapped && isIP(mapped) === 4) return inside.check(mapped, 'ipv4')
  if (mapped) return true
  return inside.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4')
}

export class NotAllowed extends Error {}

/** A host of a URL or of a setting; throws NotAllowed when it is written as an inside address. Names are checked by `guarded`. */
export function refuseInside(host: string): void {
  const bare = host.replace(/^\[|\]$/g, '')
  if (isIP(bare) && isInside(bare)) throw new NotAllowed('the address is private')
}

/** Checked where the connection is made, so a name cannot point elsewhere between the check and the call. */
export const guarded: LookupFunction = (host, options, done) =>
  dnsLookup(host, { ...options, all: true }, (e, found) => {
    if (e) return done(e, '', 4)
    const first = found[0]
    if (!first || found.some((f) => isInside(f.address))) return done(new NotAllowed('the address is private'), '', 4)
    return options.all ? done(null, found) : done(null, first.address, first.family)
  })

export type Answer = { status: number; text: string; bytes: Buffer; cut: boolean; location: string | null }
type Bounds = { timeoutMs?: number; maxBytes?: number; allowInside?: boolean }

/** POSTs `body`. Throws NotAllowed for an inside address (unless `allowInside`), or an Error that says what went wrong. */
export const postOutside = (to: string, body: string, headers: Record<string, string>, bounds: Bounds = {}) => callOutside('POST', to, body, headers, bounds)

/** GETs what is there; `cut` says that it was longer than `maxBytes`. Throws as `postOutside` does. */
export const getOutside = (to: string, { headers = {}, ...bounds }: Bounds & { headers?: Record<string, string> } = {}) => callOutside('GET', to, null, headers, bounds)

function callOutside(
  method: string,
  to: string,
  body: string | null,
  headers: Record<string, string>,
  { timeoutMs = 30_000, maxBytes = 65_536, allowInside = false }: Bounds,
): Promise<Answer> {
  const url = new URL(to)
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (!allowInside && isIP(host) && isInside(host)) return Promise.reject(new NotAllowed('the address is private'))
  const length = body === null ? {} : { 'content-length': Buffer.byteLength(body) }
  const options: RequestOptions = { method, headers: { ...headers, ...length }, agent: false, ...(allowInside ? {} : { lookup: guarded }) }
  return new Promise((ok, no) => {
    const call = (url.protocol === 'https:' ? https : http)(url, options, (answer) => {
      const chunks: Buffer[] = []
      let size = 0
      const finish = () => {
        clearTimeout(timer)
        const bytes = Buffer.concat(chunks)
        ok({ status: answer.statusCode ?? 0, text: bytes.toString('utf8'), bytes, cut: size > maxBytes, location: answer.headers.location ?? null })
      }
      answer.on('data', (c: Buffer) => {
        size += c.length
        if (size <= maxBytes) return void chunks.push(c)
        finish()
        call.destroy()
      })
      answer.on('end', finish)
      answer.on('error', no)
    })
    // One clock for the whole call: a peer that drips a byte a second would pass an idle timeout for ever.
    const timer = setTimeout(() => call.destroy(new Error(`no answer within ${timeoutMs / 1000} s`)), timeoutMs)
    call.on('error', (e) => {
      clearTimeout(timer)
      no(e)
    })
    call.end(body ?? undefined)
  })
}
