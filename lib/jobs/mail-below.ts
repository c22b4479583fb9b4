/** Fetches what stands under a mail's words: all of the mail it answers or hands on, which its message may show less of. */
import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { underWords } from '@/lib/channels/email/below'
import type { Below } from '@/lib/domain/mail/below'

const wholeSchema = z.object({ html: z.string().nullable(), text: z.string() })

/** Where the blob is gone, the words that are left do. Throws when the store cannot be read. */
export async function underMail(below: Below): Promise<{ text: string; html: string }> {
  const bytes = below.content ? await blobs.get(below.content) : null
  if (!bytes) return underWords(below, { text: below.text, html: null })
  const chunks: Uint8Array[] = []
  for await (const chunk of bytes) chunks.push(chunk)
  const whole = wholeSchema.safeParse(JSON.parse(Buffer.concat(chunks).toString('utf8')))
  return underWords(below, whole.success ? whole.data : { text: below.text, html: null })
}
