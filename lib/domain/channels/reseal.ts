/** Seals every channel's secrets anew with the key of now. Not a verb: it spans all workspaces and changes nothing that anybody sees. */
import { and, asc, eq, gt, isNotNull } from 'drizzle-orm'
import { reader, transaction } from '@/db/client'
import { lockRows } from '@/db/dialects'
import { channels } from '@/db/schema/channels'
import { seal, unseal } from '@/db/seal'
import { hasPlainSecret, openSettings, parted } from './secrets'

const BITE = 100

/** `locked`: ids of channels whose secrets no key at hand can open; they stay as they are. */
export async function resealAll(): Promise<{ sealed: number; locked: number[] }> {
  const out = { sealed: 0, locked: [] as number[] }
  for (let after = 0; ;) {
    const some = await (
      await reader()
    )
      .select({ id: channels.id })
      .from(channels)
      .where(and(isNotNull(channels.secrets), gt(channels.id, after)))
      .orderBy(asc(channels.id))
      .limit(BITE)
    for (const { id } of some) {
      const sealed = await resealOne(id)
      if (sealed === false) out.locked.push(id)
      else if (sealed) out.sealed++
    }
    const last = some.at(-1)
    if (!last || some.length < BITE) return out
    after = last.id
  }
}

/** How many channels' secrets a key at hand opens, and the ids of those that none does. Changes nothing. */
export async function lockedSecrets(): Promise<{ opened: number; locked: number[] }> {
  const out = { opened: 0, locked: [] as number[] }
  for (let after = 0; ;) {
    const some = await (
      await reader()
    )
      .select({ id: channels.id, secrets: channels.secrets })
      .from(channels)
      .where(and(isNotNull(channels.secrets), gt(channels.id, after)))
      .orderBy(asc(channels.id))
      .limit(BITE)
    for (const { id, secrets } of some) {
      try {
        unseal(secrets ?? '')
        out.opened++
      } catch {
        out.locked.push(id)
      }
    }
    const last = some.at(-1)
    if (!last || some.length < BITE) return out
    after = last.id
  }
}

/** Locked while it is done, so that a change made meanwhile is not undone. Null: it has none any more. */
const resealOne = (id: number): Promise<boolean | null> =>
  transaction(async (db) => {
    const [c] = await lockRows(db.select({ secrets: channels.secrets }).from(channels).where(eq(channels.id, id)), channels)
    if (!c?.secrets) return null
    let opened: unknown
    try {
      opened = unseal(c.secrets)
    } catch {
      return false
    }
    await db
      .update(channels)
      .set({ secrets: seal(opened) })
      .where(eq(channels.id, id))
    return true
  })

/** Secrets that an older version kept among the settings anybody could read in the database are sealed. Returns how many channels had any. */
export async function sealPlain(): Promise<number> {
  const db = await reader()
  const some = await db.select({ id: channels.id, type: channels.type, settings: channels.settings }).from(channels).orderBy(asc(channels.id))
  const plain = some.filter((c) => hasPlainSecret(c.type, c.settings))
  for (const { id } of plain)
    await transaction(async (tx) => {
      const [c] = await lockRows(tx.select().from(channels).where(eq(channels.id, id)), channels)
      const open = c && openSettings(c)
      // What is sealed already and cannot be opened must not be lost for the sake of what is plain.
      if (c && open && !open.isLocked) await tx.update(channels).set(parted(c.type, open.whole)).where(eq(channels.id, id))
    })
  return plain.length
}
