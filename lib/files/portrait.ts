/** A small square picture of somebody. What strangers look like is bounded in bytes and pixels. */
import { Readable } from 'node:stream'
import { blobs } from '@/lib/blobs'

const BYTES_MAX = 5 * 1024 * 1024
const PIXELS_MAX = 25_000_000
const SIDE = 128

/** Keeps it as WebP. Returns the blob's key; null when it is no picture of sane size. */
export async function keepPortrait(stream: ReadableStream<Uint8Array>): Promise<string | null> {
  const bytes = await upTo(stream, BYTES_MAX)
  if (!bytes) return null
  const { default: sharp } = await import('sharp')
  try {
    const small = await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', animated: false })
      .timeout({ seconds: 10 })
      .autoOrient()
      .resize(SIDE, SIDE, { fit: 'cover' })
      .webp({ quality: 80 })
      .toBuffer()
    return (await blobs.put(Readable.from([small]))).key
  } catch {
    return null
  }
}

async function upTo(stream: ReadableStream<Uint8Array>, most: number): Promise<Buffer | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  const reader = stream.getReader()
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      size += next.value.byteLength
      if (size > most) return null
      chunks.push(next.value)
    }
    return Buffer.concat(chunks)
  } finally {
    await reader.cancel().catch(() => {})
  }
}
