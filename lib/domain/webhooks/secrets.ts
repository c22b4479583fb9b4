/** An endpoint's signing secret and authorization are sealed at rest (db/seal.ts). Not a verb. */
import { asc, eq, gt } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { lockRows } from '@/db/dialects'
import { webhooks } from '@/db/schema/programs'
import { seal, unseal } from '@/db/seal'

type Secrets = { secret: string; authorization: string | null }

/** What `seal` makes; older rows hold the words themselves until the next start seals them. */
const SEALED = /^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/

const open = (text: string): string => (SEALED.test(text) ? String(unseal(text)) : text)

/** As they are stored. */
export const sealed = ({ secret, authorization }: { secret: string; authorization?: string | null }): Secrets => ({
  secret: seal(secret),
  authorization: authorization ? seal(authorization) : null,
})

/** The endpoint as its deliveries need it. Throws when no key at hand opens it. */
export const opened = <H extends Secrets>(hook: H): H => ({
  ...hook,
  secret: open(hook.secret),
  authorization: hook.authorization === null ? null : open(hook.authorization),
})

const BITE = 100

/**
 * Seals every endpoint's secrets: those still plain, or (`all`) each anew with the key of now. Spans all workspaces. Returns how
 * many it sealed; `locked`: ids of those that no key at hand opens, which stay as they are.
 */
export async function sealWebhooks({ all = false } = {}): Promise<{ sealed: number; locked: number[] }> {
  const out = { sealed: 0, locked: [] as number[] }
  for (let after = 0; ;) {
    const db = await reader()
    const some = await db.select({ id: webhooks.id }).from(webhooks).where(gt(webhooks.id, after)).orderBy(asc(webhooks.id)).limit(BITE)
    for (const { id } of some) {
      const done = await sealOne(id, all)
      if (done === null) out.locked.push(id)
      else if (done) out.sealed++
    }
    const last = some.at(-1)
    if (!last || some.length < BITE) return out
    after = last.id
  }
}

/** Null: it cannot be opened. */
const sealOne = (id: number, all: boolean): Promise<boolean | null> =>
  transaction(async (db) => {
    const [hook] = await lockRows(db.select({ secret: webhooks.secret, authorization: webhooks.authorization }).from(webhooks).where(eq(webhooks.id, id)), webhooks)
    const isPlain = hook && (!SEALED.test(hook.secret) || (hook.authorization !== null && !SEALED.test(hook.authorization)))
    if (!hook || (!all && !isPlain)) return false
    try {
      await db
        .update(webhooks)
        .set(sealed(opened(hook)))
        .where(eq(webhooks.id, id))
      return true
    } catch (e) {
      if (e instanceof Error && 'severity' in e) throw e
      return null
    }
  })
