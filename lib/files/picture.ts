/** A small picture of a picture. Decoding what strangers send is bounded in pixels, time and how many at once. */
import { Readable } from 'node:stream'
import { blobs } from '@/lib/blobs'

/** A decompression bomb is small on disk and huge in memory. */
const PIXELS_MAX = 50_000_000
const SIDE = 480
const SECONDS = 10

export type Picture = { width: number; height: number; thumbKey: string | null }

/** Whose pictures: what strangers send by the hundred does not keep the team waiting. */
type Queue = 'team' | 'others'
const tails: Record<Queue, Promise<unknown>> = { team: Promise.resolve(), others: Promise.resolve() }

/** Measures and shrinks the picture under a blob key; one at a time in each queue. null when it cannot be read as a picture of sane size. */
export function makePicture(blobKey: string, queue: Queue): Promise<Picture | null> {
  const turn = tails[queue].then(() => decode(blobKey))
  tails[queue] = turn.catch(() => {})
  return turn
}

async function decode(blobKey: string): Promise<Picture | null> {
  // Loaded at the first picture: a server that never sees one does not pay for it.
  const { default: sharp } = await import('sharp')
  const source = await blobs.get(blobKey)
  if (!source) return null
  let small: Buffer
  let size: { width: number; height: number }
  try {
    const pipeline = sharp({ limitInputPixels: PIXELS_MAX, failOn: 'error', animated: false }).timeout({ seconds: SECONDS })
    source.on('error', (e) => pipeline.destroy(e))
    source.pipe(pipeline)
    const { autoOrient } = await pipeline.metadata()
    size = { width: autoOrient.width, height: autoOrient.height }
    small = await pipeline.autoOrient().resize(SIDE, SIDE, { fit: 'inside', withoutEnlargement: true }).webp({ quality: 78 }).toBuffer()
  } catch {
    return null
  } finally {
    source.destroy()
  }
  return { ...size, thumbKey: (await blobs.put(Readable.from([small]))).key }
}
