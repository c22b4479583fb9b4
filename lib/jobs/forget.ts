/** A contact was forgotten: all that still names them besides what was said goes. Cut off in the middle it begins again. */
import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { type Actor, system } from '@/lib/domain/actor'
import { dropPictures, scrubLog } from '@/lib/domain/contacts/scrub'
import { dropInbound, scrubDeliveries, scrubInbound, scrubMails } from '@/lib/domain/contacts/traces'
import type { Handler } from './handler'

const payload = z.object({ contactId: z.number(), addresses: z.array(z.string()).default([]) })
/** Of a source that nobody understood, so much is looked through for an address, bytes. */
const LOOK = 1_000_000

export const forget: Handler = {
  attempts: 10,
  timeoutMs: 10 * 60_000,
  async run({ job, stop }) {
    const { contactId, addresses } = payload.parse(job.payload)
    const house = system(job.workspaceId)
    for (const key of await dropPictures(house, { contactId })) await blobs.delete(key)
    while ((await scrubDeliveries(house, { contactId })) && !stop.aborted) continue
    for (let after: number | null = 0; after !== null && !stop.aborted;) {
      const { keys, next } = await scrubMails(house, { contactId, after })
      for (const key of keys) await blobs.delete(key)
      after = next
    }
    for (let after: number | null = 0; after !== null && !stop.aborted;) after = await inbound(house, contactId, addresses, after)
    for (let after: number | null = 0; after !== null && !stop.aborted;) after = await scrubLog(house, { contactId, after })
    if (stop.aborted) throw new Error('the process ends before everything is gone through')
  },
}

async function inbound(house: Actor, contactId: number, addresses: string[], after: number): Promise<number | null> {
  const { keys, unread, next } = await scrubInbound(house, { contactId, addresses, after })
  for (const key of keys) await blobs.delete(key)
  for (const { id, key } of unread) {
    if (!(await names(key, addresses))) continue
    await dropInbound(house, { id })
    await blobs.delete(key)
  }
  return next
}

async function names(key: string, addresses: readonly string[]): Promise<boolean> {
  const source = await blobs.get(key)
  if (!source) return false
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of source) {
    chunks.push(Buffer.from(chunk))
    size += chunk.length
    if (size >= LOOK) break
  }
  const text = Buffer.concat(chunks).toString('latin1').toLowerCase()
  return addresses.some((a) => a.length >= 5 && text.includes(a.toLowerCase()))
}
