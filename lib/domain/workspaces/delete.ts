/** Deletes a workspace with all it holds, in steps that hold nobody else up. For the command line: there is no way back. */
import { and, asc, eq, inArray, isNotNull, isNull, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { reader, transaction } from '@/db/client'
import type { Write } from '@/db/doors'
import { channels } from '@/db/schema/channels'
import { contacts } from '@/db/schema/contacts'
import { conversations } from '@/db/schema/conversations'
import { events } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { attachments, messages } from '@/db/schema/messages'
import { tokens } from '@/db/schema/programs'
import { users } from '@/db/schema/users'
import { workspaces } from '@/db/schema/workspaces'
import { refuse } from '../errors'

const BITE = 500
const EVENTS_BITE = 5_000

/**
 * Closes every way into the workspace, named exactly: nobody signs in, no token and no channel works. A run that was cut off
 * goes on from there. Throws `not_found`, `name_differs`.
 */
export async function closeWorkspace(workspaceId: number, name: string): Promise<void> {
  const [found] = await (await reader()).select({ name: workspaces.name }).from(workspaces).where(eq(workspaces.id, workspaceId))
  if (!found) refuse('not_found')
  if (found.name !== name) refuse('name_differs')
  const at = new Date()
  await transaction(async (db) => {
    await db
      .update(users)
      .set({ disabledAt: at, sessionVersion: sql`${users.sessionVersion} + 1` })
      .where(and(eq(users.workspaceId, workspaceId), isNull(users.disabledAt)))
    await db
      .update(tokens)
      .set({ revokedAt: at })
      .where(and(eq(tokens.workspaceId, workspaceId), isNull(tokens.revokedAt)))
    await db
      .update(channels)
      .set({ disabledAt: at, deletedAt: at })
      .where(and(eq(channels.workspaceId, workspaceId), isNull(channels.deletedAt)))
  })
}

/** One bounded bite of a closed workspace. `keys`: where bytes lay that are to be deleted after. `more`: there is more. */
export async function deleteBite(workspaceId: number): Promise<{ keys: string[]; more: boolean }> {
  return transaction(async (db) => {
    const files = await db
      .delete(attachments)
      .where(inArray(attachments.id, some(db, attachments, attachments.id, eq(attachments.workspaceId, workspaceId))))
      .returning({ blob: attachments.blobKey, thumb: attachments.thumbKey })
    if (files.length > 0) return { keys: files.flatMap((f) => [f.blob, ...(f.thumb ? [f.thumb] : [])]), more: true }
    const said = await db
      .delete(messages)
      .where(inArray(messages.id, some(db, messages, messages.id, eq(messages.workspaceId, workspaceId))))
      .returning({ meta: messages.meta })
    if (said.length > 0) return { keys: said.flatMap(({ meta }) => [meta.mail?.raw, meta.mail?.content].filter((k) => k !== undefined)), more: true }
    const came = await db
      .delete(inboundEvents)
      .where(inArray(inboundEvents.id, some(db, inboundEvents, inboundEvents.id, eq(inboundEvents.workspaceId, workspaceId))))
      .returning({ raw: inboundEvents.raw })
    if (came.length > 0) return { keys: came.flatMap((e) => e.raw ?? []), more: true }
    const talks = some(db, conversations, conversations.id, eq(conversations.workspaceId, workspaceId))
    if ((await db.delete(conversations).where(inArray(conversations.id, talks)).returning({ id: conversations.id })).length > 0) return { keys: [], more: true }
    const shown = and(eq(contacts.workspaceId, workspaceId), isNotNull(contacts.pictureKey))
    const pictures = await db.select({ key: contacts.pictureKey }).from(contacts).where(shown).limit(BITE)
    if (pictures.length > 0) {
      const keys = pictures.flatMap((p) => p.key ?? [])
      await db
        .update(contacts)
        .set({ pictureKey: null })
        .where(and(shown, inArray(contacts.pictureKey, keys)))
      return { keys, more: true }
    }
    const people = some(db, contacts, contacts.id, eq(contacts.workspaceId, workspaceId))
    if ((await db.delete(contacts).where(inArray(contacts.id, people)).returning({ id: contacts.id })).length > 0) return { keys: [], more: true }
    const log = db.select({ seq: events.seq }).from(events).where(eq(events.workspaceId, workspaceId)).orderBy(asc(events.seq)).limit(EVENTS_BITE)
    if (
      (
        await db
          .delete(events)
          .where(and(eq(events.workspaceId, workspaceId), inArray(events.seq, log)))
          .returning({ seq: events.seq })
      ).length > 0
    )
      return { keys: [], more: true }
    await db.delete(workspaces).where(eq(workspaces.id, workspaceId))
    return { keys: [], more: false }
  })
}

const some = (db: Write, table: PgTable, id: PgColumn, which: ReturnType<typeof and>) => db.select({ id }).from(table).where(which).orderBy(asc(id)).limit(BITE)
