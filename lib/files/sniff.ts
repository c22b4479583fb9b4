/** What a file really is, by its bytes. A name or a stated type decides nothing. */
import { fileTypeFromBuffer } from 'file-type'

/** Bytes from a file's beginning that are looked at. */
export const HEAD = 64 * 1024

/** The pictures a browser shows without running anything: the only files ever shown inline. */
export const INLINE: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'])

/** Kept as types because they say what the file is and harm nobody when downloaded. Others are just bytes. */
const KNOWN =
  /^(?:application\/(?:pdf|zip|gzip|x-7z-compressed|vnd\.openxmlformats-officedocument\.[\w.-]+|vnd\.oasis\.opendocument\.[\w.-]+)|audio\/[\w.+-]+|video\/[\w.+-]+|image\/(?:heic|heif|tiff|bmp))$/

/** The content type to keep for a file that begins with these bytes. */
export async function sniff(head: Uint8Array): Promise<string> {
  const found = (await fileTypeFromBuffer(head))?.mime.split(';')[0]?.trim()
  if (found && (INLINE.has(found) || KNOWN.test(found))) return found
  if (found) return 'application/octet-stream'
  return isText(head) ? 'text/plain' : 'application/octet-stream'
}

/** Valid UTF-8 (the last character may be cut) without NULs. */
function isText(head: Uint8Array): boolean {
  if (head.includes(0)) return false
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
