/** The fields of a form that a provider posts: multipart or URL-encoded, from bytes that are already here. */

import { formOf } from '../loose'

export type Field = { name: string; bytes: Uint8Array; fileName?: string; type?: string }

const FIELDS_MAX = 500
/** Longest head of a field, bytes. */
const HEAD_MAX = 16_384

/** Never throws: what is no form has no fields. */
export function fieldsOf(raw: Uint8Array, contentType: string): Field[] {
  if (/^application\/x-www-form-urlencoded/i.test(contentType)) return formOf(raw).map(([name, value]) => ({ name, bytes: Buffer.from(value) }))
  const boundary = /boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1]
  return /^multipart\/form-data/i.test(contentType) && boundary ? multipart(Buffer.from(raw), `--${boundary}`) : []
}

function multipart(raw: Buffer, mark: string): Field[] {
  const out: Field[] = []
  let at = raw.indexOf(mark)
  // Parts without a name count too: anybody may post a form of nothing but marks before it is known who posts.
  for (let n = 0; at >= 0 && n < FIELDS_MAX; n++) {
    const begin = at + mark.length
    const end = raw.indexOf(`\r\n${mark}`, begin)
    if (end < 0) break
    const gap = raw.subarray(begin, Math.min(end, begin + HEAD_MAX)).indexOf('\r\n\r\n')
    const split = begin + gap
    if (gap >= 0) {
      const head = raw.subarray(begin, split).toString('utf8')
      const name = /\bname="([^"]*)"/i.exec(head)?.[1]
      if (name)
        out.push({ name, bytes: raw.subarray(split + 4, end), fileName: /\bfilename="([^"]*)"/i.exec(head)?.[1], type: /^content-type:\s*([^\r\n;]+)/im.exec(head)?.[1] })
    }
    at = end + 2
  }
  return out
}

/** The text of the first field of a name; '' without one. */
export const textOf = (fields: readonly Field[], name: string): string => {
  const found = fields.find((f) => f.name === name)
  return found ? Buffer.from(found.bytes).toString('utf8') : ''
}
