/** How the engines find a party's conversations and a contact by words, among very many. */
import { resolve } from 'node:path'
import { and, eq, inArray, sql } from 'drizzle-orm'
import { beforeAll, expect, it } from 'vitest'
import { insertMany } from '@/db/bulk'
import { doors, reader, transaction } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeScene } from '@/db/factories'
import { contacts } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { messages } from '@/db/schema/messages'
import { contactsFinding } from '@/db/search/contacts'
import { currentWith, withParty, withPartyOn } from './sides'

const N = 20_000
let scene: Awaited<ReturnType<typeof makeScene>>

/** One busy channel; every tenth conversation is with a side. */
beforeAll(async () => {
  scene = await makeScene()
  const { workspace, channel, contact } = scene
  const at = new Date(1_700_000_000_000)
  await transaction(async (db) => {
    const people = Array.from({ length: N }, (_, i) => ({
      workspaceId: workspace.id,
      name: `Person ${i}`,
      email: `p${i}@mail.example`,
      mergedInto: i % 10 === 0 ? contact.id : null,
      company: '',
      note: '',
      createdAt: at,
    }))
    await insertMany(db, contacts, ['workspaceId', 'name', 'email', 'mergedInto', 'company', 'note', 'createdAt'], people)
    const made = await db.select({ id: contacts.id, mergedInto: contacts.mergedInto }).from(contacts).where(eq(contacts.workspaceId, workspace.id))
    for (let from = 0; from < made.length; from += 500)
      await db.insert(conversations).values(
        made.slice(from, from + 500).map((c) => ({
          workspaceId: workspace.id,
          kind: 'customer' as const,
          channelId: channel.id,
          channelType: channel.type,
          contactId: c.mergedInto ?? c.id,
          sideId: c.mergedInto === null ? null : c.id,
          current: c.mergedInto === null ? 'yes' : `of:${c.id}`,
        })),
      )
  })
  if (dialect === 'postgres') await (await doors()).raw('vacuum analyze')
}, 120_000)

/** The engine's own words about how it finds the rows. */
async function planOf(built: { toSQL(): { sql: string; params: unknown[] } }): Promise<string> {
  const { sql: text, params } = built.toSQL()
  if (dialect === 'postgres') {
    const { default: pg } = await import('pg')
    const c = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await c.connect()
    const out = await c.query(`explain ${text}`, params)
    await c.end()
    return out.rows.map((r) => r['QUERY PLAN']).join('\n')
  }
  const { default: Database } = await import('better-sqlite3')
  const c = new Database(resolve(process.env.DATA_DIR ?? '', 'parley.db'), { readonly: true })
  const out = c.prepare(`explain query plan ${text}`).all(...params) as { detail: string }[]
  c.close()
  return out.map((r) => r.detail).join('\n')
}

async function expectWalked(built: Parameters<typeof planOf>[0]): Promise<void> {
  const plan = await planOf(built)
  expect(plan).toMatch(/conversations_side/)
  expect(plan).toMatch(/conversations_(contact|current)\b/)
  expect(plan).not.toMatch(
    /SCAN (conversations|contacts|messages)|Seq Scan on (conversations|contacts)|using (index )?(conversations_(by_id|activity|channel|status)|contacts_name)\b/i,
  )
}

it('walks an index to a party’s current conversation, and to all of its', async () => {
  const db = await reader()
  const { channel, workspace } = scene
  const [side, own] = await Promise.all([
    db.select().from(contacts).where(eq(contacts.name, 'Person 12340')),
    db.select().from(contacts).where(eq(contacts.name, 'Person 12341')),
  ])
  for (const [c] of [side, own]) {
    const party = c?.id ?? 0
    const current = () =>
      db
        .select({ id: conversations.id })
        .from(conversations)
        .where(and(currentWith(party, channel.id), sql`+${conversations.workspaceId} = ${workspace.id}`))
    expect(await current()).toHaveLength(1)
    await expectWalked(current())
    const all = () => db.select({ id: conversations.id }).from(conversations).where(withPartyOn(party, channel.id))
    expect(await all()).toHaveLength(1)
    await expectWalked(all())
    await expectWalked(db.select({ id: conversations.id }).from(conversations).where(withParty(party)).limit(20))
    // Without messages Postgres begins with those, rightly.
    if (dialect === 'sqlite')
      await expectWalked(
        db
          .select({ id: messages.id })
          .from(conversations)
          .innerJoin(messages, and(eq(messages.conversationId, conversations.id), eq(messages.externalId, 'x')))
          .where(and(withPartyOn(party, channel.id), sql`+${conversations.workspaceId} = ${workspace.id}`))
          .limit(1),
      )
  }
})

it('finds a contact by words without looking at all of them', async () => {
  const db = await reader()
  const find = (text: string) => () =>
    db
      .select({ name: contacts.name })
      .from(contacts)
      .where(inArray(contacts.id, contactsFinding(scene.workspace.id, text) ?? sql`(select 0)`))
      .limit(31)
  expect((await find('p12341 mail')()).map((c) => c.name)).toEqual(['Person 12341'])
  expect((await find('person 12341')()).map((c) => c.name)).toEqual(['Person 12341'])
  // A merged one is found as who it is shown as.
  expect((await find('p12340@mail.example')()).map((c) => c.name)).toEqual([scene.contact.name])
  for (const text of ['p12341 mail', '12341']) {
    const plan = await planOf(find(text)())
    expect(plan).toMatch(dialect === 'postgres' ? /contact_search/ : /VIRTUAL TABLE INDEX/)
    // Which of a few hundred rows are read how is the planner's; that the words lead is not.
    expect(plan).not.toMatch(/SCAN contacts|Backward/)
  }
})
