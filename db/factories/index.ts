/** Rows for tests: a workspace with people, a channel and a contact. Straight inserts, no verbs. */
import { transaction } from '../client'
import { channels, type ChannelType } from '../schema/channels'
import { contactIdentities, contacts } from '../schema/contacts'
import { users } from '../schema/users'
import { workspaces } from '../schema/workspaces'

let n = 0
const next = () => ++n

export async function makeWorkspace(name = 'Test') {
  return transaction(async (db) => (await db.insert(workspaces).values({ name }).returning())[0]!)
}

export async function makeUser(workspaceId: number, over: Partial<typeof users.$inferInsert> = {}) {
  const i = next()
  return transaction(
    async (db) =>
      (
        await db
          .insert(users)
          .values({ workspaceId, email: `user${i}-${crypto.randomUUID().slice(0, 8)}@example.test`, name: `User ${i}`, ...over })
          .returning()
      )[0]!,
  )
}

export async function makeChannel(workspaceId: number, type: ChannelType = 'webchat', over: Partial<typeof channels.$inferInsert> = {}) {
  return transaction(
    async (db) =>
      (
        await db
          .insert(channels)
          .values({ workspaceId, type, name: `${type} ${next()}`, key: crypto.randomUUID(), ...over })
          .returning()
      )[0]!,
  )
}

export async function makeContact(workspaceId: number, over: Partial<typeof contacts.$inferInsert> = {}) {
  return transaction(async (db) => {
    const contact = (
      await db
        .insert(contacts)
        .values({ workspaceId, name: `Customer ${next()}`, ...over })
        .returning()
    )[0]!
    if (contact.email) await db.insert(contactIdentities).values({ workspaceId, contactId: contact.id, channelType: 'email', address: contact.email })
    return contact
  })
}

/** A workspace with an admin, an agent, a web chat and a contact: what most tests begin with. */
export async function makeScene() {
  const workspace = await makeWorkspace()
  const [ana, ben] = [await makeUser(workspace.id, { name: 'Ana', role: 'admin' }), await makeUser(workspace.id, { name: 'Ben' })]
  const channel = await makeChannel(workspace.id)
  const contact = await makeContact(workspace.id)
  const actor = (u: typeof ana) => ({ kind: 'user', workspaceId: workspace.id, userId: u.id, role: u.role }) as const
  return {
    workspace,
    channel,
    contact,
    users: { ana, ben },
    ana: actor(ana),
    ben: actor(ben),
    customer: { kind: 'channel', workspaceId: workspace.id, channelId: channel.id } as const,
    house: { kind: 'system', workspaceId: workspace.id } as const,
  }
}
