/** A workspace of any size, for trying out and for measuring. */
import { insertMany, reserveIds } from '@/db/bulk'
import { transaction } from '@/db/client'
import { CHANNEL_TYPES, type ChannelType, channels } from '@/db/schema/channels'
import { contactIdentities, contacts } from '@/db/schema/contacts'
import { teamMembers, users } from '@/db/schema/users'
import { teams, workspaces } from '@/db/schema/workspaces'
import { eq } from 'drizzle-orm'
import { type Cast, type Customer, planConversations, planCustomers, type Size } from '../sample/generate'
import { chance } from '../sample/random'
import { tongues } from '../sample/words/tongues'
import { type Progress, writePlans } from '../sample/write'
import { hashPassword } from '../users/password'

export type Sample = { workspaceId: number; adminEmail: string; agentEmails: string[]; conversations: number; messages: number; contacts: number }

/**
 * Makes a new workspace with an admin, `agents` agents, a channel of every type and the conversations. Equal options on
 * an equally filled database give equal rows, ids included (but for the password's salt). On a failure nothing of it stays.
 */
export async function makeSample(options: Size & { agents: number; password: string }, progress?: Progress): Promise<Sample> {
  const passwordHash = await hashPassword(options.password)
  const customers = planCustomers(options)
  const { workspaceId, cast, emails } = await transaction(() => makeCast(options, customers.length, passwordHash))
  try {
    const plans = planConversations(options, cast, customers)
    await transaction(() => makeContacts(workspaceId, cast, customers))
    await writePlans(workspaceId, plans, progress)
    return {
      workspaceId,
      adminEmail: emails[0] ?? '',
      agentEmails: emails.slice(1),
      conversations: plans.length,
      messages: plans.reduce((n, p) => n + p.lines.length, 0),
      contacts: customers.length,
    }
  } catch (e) {
    await transaction((db) => db.delete(workspaces).where(eq(workspaces.id, workspaceId)).returning({ id: workspaces.id }))
    throw e
  }
}

async function makeCast(o: Size & { agents: number }, contactCount: number, passwordHash: string): Promise<{ workspaceId: number; cast: Cast; emails: string[] }> {
  return transaction(async (db) => {
    const createdAt = new Date(o.now - 600 * 86_400_000)
    const [w] = await db
      .insert(workspaces)
      .values({ name: `Sample ${o.seed}`, createdAt })
      .returning({ id: workspaces.id })
    if (!w) throw new Error('insert returned nothing')
    const workspaceId = w.id
    const people = Array.from({ length: o.agents + 1 }, (_, i) => {
      const c = chance(o.seed, 9, i)
      const words = tongues[c.pick(['english', 'spanish', 'german', 'french', 'portuguese'] as const)]
      const role = i === 0 ? ('admin' as const) : ('agent' as const)
      return {
        workspaceId,
        name: `${c.pick(words.firstNames)} ${c.pick(words.lastNames)}`,
        email: i === 0 ? `admin@w${workspaceId}.sample.example` : `agent${i}@w${workspaceId}.sample.example`,
        role,
        passwordHash,
        createdAt,
      }
    })
    const ids = (await db.insert(users).values(people).returning({ id: users.id })).map((u) => u.id)
    const madeTeams = await db
      .insert(teams)
      .values(['Returns', 'Sales', 'Workshop'].map((name) => ({ workspaceId, name, createdAt })))
      .returning({ id: teams.id })
    const members = ids.map((userId, i) => ({ userId, teamId: madeTeams[i % madeTeams.length]?.id ?? 0 }))
    await db.insert(teamMembers).values(members)
    const made = await db
      .insert(channels)
      .values(CHANNEL_TYPES.map((type) => ({ workspaceId, type, name: `Sample ${type}`, key: `sample-${workspaceId}-${type}`, createdAt })))
      .returning({ id: channels.id, type: channels.type })
    const first = await reserveIds(db, contacts, contactCount)
    const byType = new Map<ChannelType, { id: number; type: ChannelType }>(made.map((m) => [m.type, m]))
    const cast = {
      agentIds: ids.slice(1).length > 0 ? ids.slice(1) : ids,
      teamIds: madeTeams.map((t) => t.id),
      channels: byType,
      contactIds: Array.from({ length: contactCount }, (_, i) => first + i),
    }
    return { workspaceId, cast, emails: people.map((p) => p.email) }
  })
}

async function makeContacts(workspaceId: number, cast: Cast, customers: readonly Customer[]): Promise<void> {
  await transaction(async (db) => {
    const rows = customers.map((c, i) => {
      const mail = `customer${i + 1}@w${workspaceId}.mail.example`
      const phone = `+1555${String(i + 1).padStart(8, '0')}`
      const byPhone = c.channelType === 'sms' || c.channelType === 'whatsapp'
      const address = c.channelType === 'email' ? mail : byPhone ? phone : `${c.channelType}-${i + 1}`
      return {
        id: cast.contactIds[i] ?? 0,
        workspaceId,
        name: c.name,
        email: c.channelType === 'email' ? mail : null,
        phone: byPhone ? phone : null,
        note: '',
        createdAt: new Date(c.since),
        type: c.channelType,
        address,
      }
    })
    await insertMany(db, contacts, ['id', 'workspaceId', 'name', 'email', 'phone', 'note', 'createdAt'], rows)
    const identities = rows.map((r) => ({
      workspaceId,
      contactId: r.id,
      channelType: r.type,
      scope: '',
      address: r.address,
      verified: r.type !== 'webchat',
      createdAt: r.createdAt,
    }))
    await insertMany(db, contactIdentities, ['workspaceId', 'contactId', 'channelType', 'scope', 'address', 'verified', 'createdAt'], identities)
  })
}
