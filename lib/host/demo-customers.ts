/**
 * The demo's customers on every channel: their providers are played in this process (lib/stand-in), so nothing leaves it and
 * no port is opened. Only where there is a demo workspace, and only for its channels that were made for it.
 */
import { randomBytes } from 'node:crypto'
import { and, desc, eq, inArray, isNotNull, isNull } from 'drizzle-orm'
import { reader } from '@/db/client'
import { channels, type ChannelType } from '@/db/schema/channels'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { workspaces } from '@/db/schema/workspaces'
import { app } from '@/lib/api/app'
import { webhookUrl } from '@/lib/channels/address'
import { PLAYED_BASE, PLAYED_HOST } from '@/lib/channels/played'
import { system } from '@/lib/domain/actor'
import { wholeSettings } from '@/lib/domain/channels/secrets'
import { passTime } from '@/lib/domain/workspaces/pass-time'
import { env } from '@/lib/env'
import { PLAYED, type PlayedType } from '@/lib/stand-in/facts'
import { OURS } from '@/lib/stand-in/graph'
import { makeStage } from '@/lib/stand-in/stage'
import { takePhoto } from './demo-photo'

const KNOWN_MAX = 300
const SHOP = 'help@lumenandoak.example'

/** What a demo channel is set to, by its type; undefined where nobody plays it. */
export function demoSettings(type: ChannelType): Record<string, unknown> | undefined {
  const secret = randomBytes(24).toString('base64url')
  const meta = { baseUrl: PLAYED_BASE, accessToken: 'demo', appSecret: secret }
  if (type === 'whatsapp') return { ...meta, phoneNumberId: OURS.number, wabaId: OURS.business }
  if (type === 'messenger') return { ...meta, pageId: OURS.page }
  if (type === 'instagram') return { ...meta, accountId: OURS.instagram, humanAgent: true }
  if (type === 'telegram') return { baseUrl: PLAYED_BASE, botToken: '77:demo-token', webhookSecret: secret }
  if (type === 'email') return { address: SHOP, fromName: 'Lumen & Oak', receive: 'postmark', webhookSecret: `demo:${secret}`, smtpHost: PLAYED_HOST }
  return type === 'sms' ? { baseUrl: PLAYED_BASE, accountSid: 'AC1', authToken: secret, from: '+15550009999' } : undefined
}

const SECRET_OF: Record<PlayedType, string> = {
  email: 'webhookSecret',
  whatsapp: 'appSecret',
  messenger: 'appSecret',
  instagram: 'appSecret',
  telegram: 'webhookSecret',
  sms: 'authToken',
}

/** Begins the play where there is a demo; `stop` ends it. */
export async function startDemoCustomers(): Promise<{ stop(): void }> {
  const found = env.isDemoAllowed ? await demoChannels() : []
  const [first] = found
  if (!first) return { stop: () => {} }
  const { workspaceId } = first
  const stage = makeStage({ base: PLAYED_BASE, post: postInside, photo: takePhoto, isLively: env.areDemoCustomersLively, shop: SHOP })
  const own = new Map<PlayedType, number>()
  for (const c of found) {
    own.set(c.type, c.id)
    stage.connect(c.type, { webhookUrl: webhookUrl(c), secret: String(wholeSettings(c)[SECRET_OF[c.type]]) })
  }
  stage.remember(await known([...own.values()]))
  globalThis.parleyPlayed = (request) => stage.play(request)
  globalThis.parleyStage = {
    stage,
    workspaceId,
    async pass(type, address, hours) {
      stage.pass(type, address, hours)
      await passTime(system(workspaceId), { channelId: own.get(type) ?? 0, address, hours })
    },
  }
  return {
    stop() {
      globalThis.parleyPlayed = undefined
      globalThis.parleyStage = undefined
      stage.stop()
    },
  }
}

/** The provider calls us without a network, and is verified like any other. */
async function postInside(url: string, body: string, headers: Record<string, string>): Promise<number> {
  const answer = await app.fetch(new Request(url, { method: 'POST', body, headers }))
  await answer.arrayBuffer()
  return answer.status
}

/** One of each type, as long as it is set to the play. */
async function demoChannels() {
  const rows = await (
    await reader()
  )
    .select({ c: channels })
    .from(channels)
    .innerJoin(workspaces, eq(workspaces.id, channels.workspaceId))
    .where(and(eq(workspaces.isDemo, true), isNotNull(channels.secrets), isNull(channels.disabledAt)))
    .orderBy(desc(channels.id))
    .limit(100)
  const played = rows.flatMap(({ c }) => {
    const type = PLAYED.find((t) => t === c.type)
    return type && (c.settings.baseUrl === PLAYED_BASE || c.settings.smtpHost === PLAYED_HOST) ? [{ ...c, type }] : []
  })
  return [...new Map(played.map((c) => [c.type, c])).values()]
}

/** Who is in those conversations already, so that they keep their names and the time they last wrote. */
async function known(channelIds: readonly number[]) {
  const rows = await (
    await reader()
  )
    .select({ type: contactIdentities.channelType, address: contactIdentities.address, name: contacts.name, at: conversations.lastCustomerAt })
    .from(conversations)
    .innerJoin(contacts, eq(contacts.id, conversations.contactId))
    .innerJoin(contactIdentities, and(eq(contactIdentities.contactId, contacts.id), eq(contactIdentities.channelType, conversations.channelType)))
    .where(and(inArray(conversations.channelId, [...channelIds]), isNull(contacts.removedAt)))
    .orderBy(desc(conversations.lastActivityAt))
    .limit(KNOWN_MAX)
  return rows.toReversed().map((r) => ({ type: r.type as PlayedType, address: r.address, name: r.name, lastAt: r.at?.getTime() ?? Date.now() }))
}
