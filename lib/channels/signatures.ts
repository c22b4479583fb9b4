/** Whether a webhook is from who it says, over its raw bytes. */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { formOf } from './loose'

/** In a time that tells nothing. An empty secret is never right. */
export function same(a: string | null | undefined, b: string | null | undefined): boolean {
  if (!a || !b) return false
  const [x, y] = [Buffer.from(a), Buffer.from(b)]
  return x.length === y.length && timingSafeEqual(x, y)
}

/** Meta: `x-hub-signature-256`. */
export const metaSigned = (raw: Uint8Array, header: string | null, appSecret: string): boolean =>
  same(header, `sha256=${createHmac('sha256', appSecret).update(raw).digest('hex')}`)

/** Twilio: `x-twilio-signature` over the address it called and the form's fields; a JSON body's hash stands in the address. */
export function twilioSigned(raw: Uint8Array, header: string | null, url: string, authToken: string): boolean {
  if (!header || !URL.canParse(url)) return false
  const hash = new URL(url).searchParams.get('bodySHA256')
  if (hash && !same(hash, createHash('sha256').update(raw).digest('hex'))) return false
  const form = hash ? [] : formOf(raw)
  // By name, then by value, each pair once.
  const sorted = form.toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
  const fields = new Map(sorted.map(([name, value]) => [JSON.stringify([name, value]), name + value])).values()
  return same(
    header,
    createHmac('sha1', authToken)
      .update(url + [...fields].join(''), 'utf8')
      .digest('base64'),
  )
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
