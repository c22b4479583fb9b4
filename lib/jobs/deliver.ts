/** Sends one message through its channel, part by part, in order. Messages of one conversation share a lane. */
import { Readable } from 'node:stream'
import { z } from 'zod'
import { blobs } from '@/lib/blobs'
import { type Channel, type ChannelType, type Fault, type Outgoing, type Sent } from '@/lib/channels/channel'
import { channels } from '@/lib/channels'
import { type Actor, system } from '@/lib/domain/actor'
import { reachedAs } from '@/lib/domain/contacts/reached-as'
import { setProblem } from '@/lib/domain/channels/set-problem'
import { webhookUrl } from '@/lib/channels/address'
import { fileUrl } from '@/lib/files/signed'
import { setDelivery } from '@/lib/domain/messages/delivery'
import { signedMail } from '@/lib/domain/mail/outgoing'
import { beginPart, failDelivery, type PartToSend, releasePart } from '@/lib/domain/messages/send-parts'
import { env } from '@/lib/env'
import { emailSettings } from '@/lib/channels/email/settings'
import { fault } from '@/lib/domain/inbound/event'
import { withToken } from './mail-token'
import { underMail } from './mail-below'
import { untilWritten } from './until-written'
import { type Handler, type Run, steady, TryLater } from './handler'

const payload = z.object({ messageId: z.number().int() })

export type Connected = Partial<Record<ChannelType, Channel<unknown>>>

/** The job over these channels; tests bring their own. */
export const deliverOver = (connected: Connected): Handler => ({
  attempts: 120,
  waits: steady,
  timeoutMs: 120_000,
  async run({ job, stop }: Run) {
    const { messageId } = payload.parse(job.payload)
    const house = system(job.workspaceId)
    for (let part = await beginPart(house, { messageId }); part; part = await beginPart(house, { messageId })) await sendPart(house, messageId, part, connected, stop)
  },
  async died(job) {
    await failDelivery(system(job.workspaceId), { messageId: payload.parse(job.payload).messageId, error: 'delivery_gave_up' })
  },
})

export const deliver = deliverOver(channels)

async function sendPart(house: Actor, messageId: number, part: PartToSend, connected: Connected, stop: AbortSignal): Promise<void> {
  const channel = connected[part.channel.type]
  if (!channel?.send) return failDelivery(house, { messageId, error: 'channel_not_connected' })
  const answer = await ask(house.workspaceId, channel, part, stop)
  if ('externalId' in answer) {
    // It left: while the database is away this must not be forgotten, or nobody could tell any more.
    await untilWritten(() => setDelivery(house, { partId: part.partId, state: 'sent', externalId: answer.externalId }), stop)
    const to = answer.to
    if (to) await untilWritten(() => reachedAs(house, { partId: part.partId, address: to }), stop)
    if (part.channel.hasProblem) await setProblem(house, { channelId: part.channel.id, problem: null })
    return
  }
  if (answer.class === 'retry') {
    await untilWritten(() => releasePart(house, { messageId, partId: part.partId }), stop)
    throw new TryLater(answer.message, answer.retryAfterMs)
  }
  if (answer.class === 'account') await setProblem(house, { channelId: part.channel.id, problem: { code: answer.code, message: answer.message } })
  const consent = answer.class === 'opt_out' ? (part.channel.type === 'sms' ? 'opted_out' : 'blocked') : undefined
  const error = answer.class === 'ambiguous' ? 'delivery_unclear' : answer.message.slice(0, 500)
  await untilWritten(() => failDelivery(house, { messageId, consent, error }), stop)
}

/** An adapter that throws said nothing about what the provider did: it may have arrived. */
async function ask(workspaceId: number, channel: Channel<unknown>, part: PartToSend, stop: AbortSignal): Promise<Sent | Fault> {
  const settings = channel.settings.safeParse(part.channel.settings)
  if (!settings.success) return { class: 'permanent', code: 'settings', message: 'channel_not_connected' }
  let ready: Outgoing
  let signedIn: unknown = settings.data
  try {
    // Also where the provider fetches it from us: it would find nothing, and the customer a message without it.
    for (const { blobKey } of [...(part.file ? [part.file] : []), ...part.files]) if (!(await isThere(blobKey))) return FILE_GONE
    ready = await outgoing(part)
    const mail = part.channel.type === 'email' ? emailSettings.safeParse(settings.data).data : undefined
    if (mail) signedIn = await withToken({ workspaceId, channelId: part.channel.id }, mail)
    if (isFault(signedIn)) return signedIn
  } catch (e) {
    // Nobody was called yet.
    return { class: 'retry', code: 'bytes', message: e instanceof Error ? e.message : String(e) }
  }
  try {
    return (await channel.send?.(ready, signedIn, stop)) ?? { class: 'permanent', code: 'none', message: 'channel_not_connected' }
  } catch (e) {
    if (e instanceof FileGone) return FILE_GONE
    return { class: 'ambiguous', code: 'threw', message: e instanceof Error ? e.message : String(e) }
  }
}

/** A part as its channel takes it, its files ready to be read. Throws while a blob cannot be had. */
export async function outgoing(part: PartToSend): Promise<Outgoing> {
  const { file } = part
  const { address, aliases, name, email, phone, via } = part.to
  return {
    clientRef: part.clientRef,
    text: part.text ?? undefined,
    template: part.template ?? undefined,
    html: part.html ?? undefined,
    file: file ? opened(file) : undefined,
    ...(part.mail
      ? { mail: signedMail(part.mail, env.authSecret), files: part.files.map(opened), below: part.mail.below ? await underMail(part.mail.below) : undefined }
      : {}),
    hints: { subject: part.title || undefined },
    isHuman: part.isHuman,
    lastCustomerAt: part.lastCustomerAt,
    callbackUrl: `${webhookUrl(part.channel)}?ref=${part.clientRef}`,
    fileUrl: file ? fileUrl(file.id, file.name) : undefined,
    replyTo: part.replyTo ?? undefined,
    to: { address, aliases, name, email: email ?? undefined, phone: phone ?? undefined, via },
  }
}

const isFault = (found: unknown): found is Fault => fault.safeParse(found).success

/** Deleted meanwhile. No call is made without it, so nothing left. */
class FileGone extends Error {}
const FILE_GONE: Fault = { class: 'permanent', code: 'file', message: 'file_gone' }

async function isThere(key: string): Promise<boolean> {
  const bytes = await blobs.get(key)
  bytes?.destroy()
  return bytes !== null
}

/** A file whose bytes are read when they are wanted. */
export const opened = (f: PartToSend['files'][number]) => ({ name: f.name, type: f.type, size: f.size, cid: f.cid, open: () => bytesOf(f.blobKey) })

async function bytesOf(key: string): Promise<ReadableStream<Uint8Array>> {
  const bytes = await blobs.get(key)
  if (!bytes) throw new FileGone('the bytes of this file are gone')
  return Readable.toWeb(bytes) as ReadableStream<Uint8Array>
}
