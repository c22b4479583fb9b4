/**
 * Where providers call us. The raw bytes are verified and every entry is written down under its own key; only then it is
 * answered 200, and acted on by a job. A database that is away gives a 5xx, so that the provider sends again.
 */
import { type Context, Hono } from 'hono'
import { blobs } from '@/lib/blobs'
import { channels } from '@/lib/channels'
import { publicBase } from '@/lib/channels/address'
import type { Arrived, Channel, Incoming } from '@/lib/channels/channel'
import { fingerprint } from '@/lib/channels/loose'
import { system } from '@/lib/domain/actor'
import { channelByKey, channelsByAccount } from '@/lib/domain/channels/find-by-key'
import { kindOf } from '@/lib/channels/kinds'
import type { StoredChannel } from '@/lib/domain/channels/load'
import { wholeSettings } from '@/lib/domain/channels/secrets'
import { isNews, noteSigns } from '@/lib/domain/channels/signs'
import { DomainError, refuse } from '@/lib/domain/errors'
import { dataHeaders, json } from '../answer'
import { readBytes } from '../body'
import { largeBody } from './body'
import { gather } from './gather'
import { giveFile } from './file'

/** Largest call, bytes, where the channel names no other: mail comes with its files inside. */
const BODY_MAX = 3 * 1024 * 1024 + 64 * 1024

/** Most entries of one call: Meta puts up to a thousand into one, and each is a row. */
const ENTRIES_MAX = 2000

type At = Context<object, '/webhooks/:type/:key'>
type Known = { stored: StoredChannel; channel: Channel<unknown>; settings: unknown }

/** The channel an address names; null for none, for another type, and while its settings are not complete. */
async function known(c: At): Promise<Known | null> {
  const key = c.req.param('key')
  const stored = /^[\w-]{8,100}$/.test(key) ? await channelByKey(key) : null
  if (!stored || stored.type !== c.req.param('type')) return null
  const channel = channels[stored.type]
  if (!channel) return null
  const settings = settingsOf(stored, channel)
  return settings === null ? null : { stored, channel, settings }
}

/** Opened and checked once for as long as they stay the same: unsealing on every call would cost more than the call. */
const opened = new Map<number, { of: string; settings: unknown }>()
const OPENED_MAX = 500

function settingsOf(stored: StoredChannel, channel: Channel<unknown>): unknown {
  const of = `${stored.secrets ?? ''} ${JSON.stringify(stored.settings)}`
  const known = opened.get(stored.id)
  if (known?.of === of) return known.settings
  const parsed = channel.settings.safeParse(wholeSettings(stored))
  if (opened.size >= OPENED_MAX) opened.clear()
  opened.set(stored.id, { of, settings: parsed.success ? parsed.data : null })
  return parsed.success ? parsed.data : null
}

async function take(c: At): Promise<Response> {
  const at = (await known(c)) ?? refuse('not_found')
  const most = at.channel.callMax?.(at.settings) ?? BODY_MAX
  const isTheirs = at.channel.verifyHead?.(c.req.raw.headers, at.settings) ?? null
  if (isTheirs === false) return wrong(at.stored)
  const done = most > BODY_MAX ? largeBody(c.req.raw) : null
  try {
    return await takeBody(c, at, most, isTheirs === true)
  } finally {
    done?.()
  }
}

async function takeBody(c: At, { stored, channel, settings }: Known, most: number, isTheirs: boolean): Promise<Response> {
  const arrived: Arrived = {
    raw: await readBytes(c.req.raw, most).catch((e: unknown) => tooLarge(e, c, stored, most, isTheirs)),
    headers: c.req.raw.headers,
    urls: addressesOf(c.req.raw),
    keep: async (bytes) => (await blobs.put(once(bytes))).key,
  }
  if (!(await channel.verify?.(arrived, settings))) return wrong(stored)
  const parsed = await entriesOf(channel, arrived, settings)
  if (parsed.length > ENTRIES_MAX) refuse('too_large', { limit: ENTRIES_MAX })
  for (const [channelId, entries] of await byAccount(stored, parsed)) await gather({ kind: 'channel', workspaceId: stored.workspaceId, channelId }, entries)
  await noteCall(stored, 'calledAt')
  const { type, body } = channel.thanks?.(arrived) ?? { type: 'text/plain; charset=utf-8', body: 'OK' }
  return new Response(body, { headers: { ...dataHeaders(), 'content-type': type } })
}

/** One that is certainly the provider's is told to admins: it will not come again smaller. */
async function tooLarge(e: unknown, c: At, stored: StoredChannel, most: number, isTheirs: boolean): Promise<never> {
  if (isTheirs && e instanceof DomainError && e.reason === 'too_large') {
    const said = c.req.header('content-length') ?? 'more'
    const key = `large:${said}:${new Date().toISOString().slice(0, 10)}`
    const error = `a call of ${said} bytes was refused: at most ${most} are taken`
    await gather({ kind: 'channel', workspaceId: stored.workspaceId, channelId: stored.id }, [{ type: 'broken', key, at: Date.now(), error }])
  }
  throw e
}

async function wrong(stored: StoredChannel): Promise<Response> {
  await noteCall(stored, 'refusedAt')
  return json({ error: { code: 'forbidden', reason: 'wrong_signature', message: 'The signature of this call is missing or wrong.', data: {} } }, 401)
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += SLICE) yield bytes.subarray(at, at + SLICE)
}
const SLICE = 2 ** 18

/** Providers tell one address of several numbers or pages: each channel of the workspace gets its own; what is nobody's stays here. */
async function byAccount(stored: StoredChannel, entries: Incoming[]): Promise<Map<number, Incoming[]>> {
  const setting = kindOf(stored.type).account ?? ''
  const isOthers = (e: Incoming) => setting !== '' && e.account !== undefined && e.account !== stored.settings[setting]
  if (!entries.some(isOthers)) return new Map([[stored.id, entries]])
  const others = await channelsByAccount(stored, setting)
  const out = new Map<number, Incoming[]>()
  for (const e of entries) {
    const id = (isOthers(e) ? others.get(e.account ?? '') : undefined) ?? stored.id
    const own = out.get(id)
    if (own) own.push(e)
    else out.set(id, [e])
  }
  return out
}

/** A body that an adapter trips over is kept whole, for somebody to see. */
async function entriesOf(channel: Channel<unknown>, arrived: Arrived, settings: unknown): Promise<Incoming[]> {
  try {
    return (await channel.parse?.(arrived, settings)) ?? []
  } catch (e) {
    return [
      { type: 'broken', key: `x:${fingerprint(arrived.raw)}`, at: 0, error: e instanceof Error ? e.message : String(e), raw: Buffer.from(arrived.raw).toString('utf8') },
    ]
  }
}

/** The page of the channel shows that calls come, or come with a wrong signature. */
async function noteCall(stored: StoredChannel, what: 'calledAt' | 'refusedAt' | 'handshakeAt'): Promise<void> {
  const now = Date.now()
  if (isNews(stored.signs?.[what], now)) await noteSigns(system(stored.workspaceId), { channelId: stored.id, signs: { [what]: now } }).catch(() => {})
}

/** The provider proves the address is ours before it calls it. */
async function handshake(c: At): Promise<Response> {
  const at = await known(c)
  const answer = at?.channel.handshake?.(new URL(c.req.url), at.settings) ?? null
  if (!at || answer === null) refuse('not_allowed')
  await noteCall(at.stored, 'handshakeAt')
  return new Response(answer, { headers: { ...dataHeaders(), 'content-type': 'text/plain; charset=utf-8' } })
}

/** By which addresses the provider may have called: ours as we tell it, then as the call shows it, directly and through a proxy. */
function addressesOf(request: Request): string[] {
  const url = new URL(request.url)
  const path = url.pathname + url.search
  const host = request.headers.get('x-forwarded-host') ?? request.headers.get('host') ?? url.host
  return [...new Set([publicBase() + path, url.href, `https://${host}${path}`, `http://${host}${path}`])]
}

export const webhooks = new Hono()
  .post('/webhooks/:type/:key', (c) => take(c))
  .get('/webhooks/:type/:key', (c) => handshake(c))
  .get('/files/:token/:name', giveFile)
