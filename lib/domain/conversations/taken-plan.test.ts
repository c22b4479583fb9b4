import { resolve } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { doors, reader, transaction } from '@/db/client'
import { dialect } from '@/db/columns/dialect'
import { makeScene } from '@/db/factories'
import { conversations, participants } from '@/db/schema/conversations'
import { buildTaken, buildUnread } from './taken'

const N = 10_000
const START = 1_700_000_000_000

let scene: Awaited<ReturnType<typeof makeScene>>

/** Ana takes part in two of three, has archived few and not read fewer. */
beforeAll(async () => {
  scene = await makeScene()
  const s = scene
  await transaction(async (db) => {
    for (let from = 0; from < N; from += 500) {
      const at = (k: number) => new Date(START + (((from + k) * 7919) % N) * 1000)
      const made = await db
        .insert(conversations)
        .values(
          Array.from({ length: 500 }, (_, k) => ({
            workspaceId: s.workspace.id,
            kind: 'customer' as const,
            status: 'open' as const,
            lastActivityAt: at(k),
            lastIndex: 3,
            lastContentIndex: 3,
          })),
        )
        .returning({ id: conversations.id })
      await db.insert(participants).values(
        made.flatMap((c, k) => [
          { conversationId: c.id, userId: s.ana.userId, member: k % 3 !== 0, lastReadIndex: 3, archived: k % 20 === 0, unread: k % 100 === 1, activityAt: at(k) },
          { conversationId: c.id, userId: s.ben.userId, member: k % 3 === 0, lastReadIndex: 3, archived: false, unread: false, activityAt: at(k) },
        ]),
      )
    }
  })
  if (dialect === 'postgres') await (await doors()).raw('analyze')
})

/** The engine's own words about how it would find the rows. */
async function planOf(built: { toSQL(): { sql: string; params: unknown[] } }): Promise<string> {
  const q = built.toSQL()
  const time = (ms: number) => (dialect === 'postgres' ? new Date(ms) : ms)
  const values: Record<string, unknown> = { me: scene.ana.userId, workspaceId: scene.workspace.id, newer: time(0), older: time(START + 9_000_000), limit: 20 }
  const nameOf = (p: unknown): string | null =>
    p && typeof p === 'object' && 'name' in p ? String(p.name) : p && typeof p === 'object' && 'value' in p ? nameOf(p.value) : null
  const params = q.params.map((p) => (nameOf(p) === null ? p : values[nameOf(p) ?? '']))
  if (dialect === 'postgres') {
    const { default: pg } = await import('pg')
    const c = new pg.Client({ connectionString: process.env.DATABASE_URL })
    await c.connect()
    const out = await c.query(`explain ${q.sql}`, params)
    await c.end()
    return out.rows.map((r) => r['QUERY PLAN']).join('\n')
  }
  const { default: Database } = await import('better-sqlite3')
  const c = new Database(resolve(process.env.DATA_DIR ?? '', 'parley.db'), { readonly: true })
  const out = c.prepare(`explain query plan ${q.sql}`).all(...params) as { detail: string }[]
  c.close()
  return out.map((r) => r.detail).join('\n')
}

describe('what a person takes part in', () => {
  it.each([
    ['desc', false],
    ['asc', false],
    ['desc', true],
  ] as const)('is walked in order (%s, archived: %s)', async (order, archived) => {
    const plan = await planOf(buildTaken(await reader(), order, archived))
    expect(plan).toMatch(/using (index )?participants_activity\b/i)
    expect(plan).not.toMatch(/SCAN (participants|conversations)|TEMP B-TREE|Seq Scan on (participants|conversations)|Sort/)
  })

  it('and has not read, too', async () => {
    const plan = await planOf(buildUnread(await reader()))
    expect(plan).toMatch(/using (index )?participants_unread\b|on participants_unread/i)
    expect(plan).not.toMatch(/SCAN (participants|conversations)|TEMP B-TREE|Seq Scan on (participants|conversations)/)
  })
})
