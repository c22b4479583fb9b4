/** The workspace a newcomer finds: people, channels and a day's worth of conversations. Only on an empty embedded database. */
import { insertMany, reserveIds } from '@/db/bulk'
import { reader, transaction } from '@/db/client'
import type { ChannelType } from '@/db/schema/channels'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { system } from '../actor'
import { createChannel } from '../channels/create'
import { scopeOf } from '../channels/scope'
import { stories, teamStories } from '../sample/demo-stories'
import { type Scene, tellStory, tellTeamStory } from '../sample/tell'
import { writePlans } from '../sample/write'
import { addMember } from '../teams/add-member'
import { createTeam } from '../teams/create'
import { hashPassword } from '../users/password'

/** The first signs in as admin; all have the one demo password. */
export const DEMO_PEOPLE = [
  { name: 'Ana Torres', email: 'ana@demo.example', role: 'admin' },
  { name: 'Ben Carter', email: 'ben@demo.example', role: 'agent' },
  { name: 'Chloé Martin', email: 'chloe@demo.example', role: 'agent' },
  { name: 'Kenji Sato', email: 'kenji@demo.example', role: 'agent' },
] as const

const CHANNELS: readonly [ChannelType, string][] = [
  ['webchat', 'Shop chat'],
  ['email', 'help@lumenandoak.example'],
  ['whatsapp', 'WhatsApp'],
  ['instagram', '@lumenandoak'],
  ['telegram', 'Telegram'],
  ['messenger', 'Messenger'],
  ['sms', 'SMS'],
]

/** True when no workspace exists. */
export async function isEmpty(): Promise<boolean> {
  return (await (await reader()).select({ id: workspaces.id }).from(workspaces).limit(1)).length === 0
}

/** Makes it. `origins`: where the widget may stand (the server's own addresses); `settingsOf`: what a channel is connected to. Returns the workspace's id. */
export async function makeDemo(with_: {
  password: string
  origins: readonly string[]
  now?: number
  settingsOf?: (type: ChannelType) => Record<string, unknown> | undefined
}): Promise<number> {
  const now = with_.now ?? Date.now()
  const passwordHash = await hashPassword(with_.password)
  // All or nothing: a start that is cut short finds an empty database again.
  return transaction(async () => {
    const { workspaceId, userIds } = await makePeople(passwordHash)
    const house = system(workspaceId)
    const channels = new Map<ChannelType, { id: number; type: ChannelType; scope: string }>()
    for (const [type, name] of CHANNELS) {
      const settings = type === 'webchat' ? { allowedOrigins: [...with_.origins], greeting: 'Hello! How can we help?' } : (with_.settingsOf?.(type) ?? {})
      const made = await createChannel(house, { type, name, settings })
      channels.set(type, { id: made.id, type, scope: scopeOf({ ...made, settings: made.settings ?? {} }) })
    }
    const team = await createTeam(house, { name: 'Returns' })
    for (const userId of userIds.slice(1, 3)) await addMember(house, { teamId: team.id, userId })
    const scene: Scene = { now, userIds, channels, teamId: team.id, contactIds: await makeContacts(workspaceId, (type) => channels.get(type)?.scope ?? '') }
    const plans = [...stories.map((s) => tellStory(scene, s)), ...teamStories.map((s) => tellTeamStory(scene, s))]
    await writePlans(
      workspaceId,
      plans.sort((a, b) => a.startedAt - b.startedAt),
    )
    return workspaceId
  })
}

async function makePeople(passwordHash: string): Promise<{ workspaceId: number; userIds: number[] }> {
  return transaction(async (db) => {
    const [w] = await db.insert(workspaces).values({ name: 'Lumen & Oak', isDemo: true }).returning()
    if (!w) throw new Error('insert returned nothing')
    const made = await db
      .insert(users)
      .values(DEMO_PEOPLE.map((p) => ({ ...p, workspaceId: w.id, passwordHash })))
      .returning({ id: users.id })
    return { workspaceId: w.id, userIds: made.map((u) => u.id) }
  })
}

/** One per story, with the address its channel knows them by. Returns ids by name. */
async function makeContacts(workspaceId: number, scopeFor: (type: ChannelType) => string): Promise<Map<string, number>> {
  return transaction(async (db) => {
    const first = await reserveIds(db, contacts, stories.length)
    const rows = stories.map((s, i) => {
      const mail = `customer${i + 1}@mail.example`
      const phone = `+1202555${String(100 + i).padStart(4, '0')}`
      const byPhone = s.via === 'whatsapp' || s.via === 'sms'
      return {
        id: first + i,
        workspaceId,
        name: s.who,
        email: byPhone ? null : mail,
        phone: byPhone ? phone : null,
        note: '',
        createdAt: new Date(),
        // Providers' names for people are long numbers.
        address: s.via === 'email' ? mail : byPhone ? phone : s.via === 'webchat' ? `demo-${i + 1}` : String(7_000_000_001 + i),
        scope: scopeFor(s.via),
        type: s.via,
      }
    })
    await insertMany(db, contacts, ['id', 'workspaceId', 'name', 'email', 'phone', 'note', 'createdAt'], rows)
    await insertMany(
      db,
      contactIdentities,
      ['workspaceId', 'contactId', 'channelType', 'scope', 'address', 'verified', 'createdAt'],
      rows.map((r) => ({
        workspaceId,
        contactId: r.id,
        channelType: r.type,
        scope: r.scope,
        address: r.address,
        verified: r.type !== 'webchat',
        createdAt: r.createdAt,
      })),
    )
    return new Map(rows.map((r) => [r.name, r.id]))
  })
}
