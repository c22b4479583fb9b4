/** What a forgotten contact leaves behind besides what was said: the job takes it away, step by step. */
import { and, eq, gt, inArray, isNotNull, like, lte, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { numberIn, textReplaced } from '@/db/dialects'
import { contacts } from '@/db/schema/contacts'
import { events } from '@/db/schema/events'
import { workspaces } from '@/db/schema/workspaces'
import { command } from '../command'
import { rowId } from '../text'
import { NAMELESS } from './remove'
import { sidesOf } from './sides'
import { scrubMailEvents, theirsOf } from './traces'

/** Events looked at in one step. */
const STEP = 2_000

/**
 * Takes the contact's name, and what their mails say of people, out of one stretch of the log, from after an event's number on. Returns the number to go on from;
 * null at the end. The same stretch again changes nothing.
 */
export const scrubLog = command(
  { permission: 'jobs:manage', input: z.object({ contactId: rowId, after: z.number().int().min(0) }) },
  async (w, { contactId, after }): Promise<number | null> => {
    const [at] = await w.db.select({ seq: workspaces.eventSeq }).from(workspaces).where(eq(workspaces.id, w.workspaceId))
    if (!at || after >= at.seq) return null
    const { all, talks: theirs } = await theirsOf(w, contactId)
    await scrubMailEvents(w, theirs, after, after + STEP)
    const isContacts = like(events.kind, 'contact.%')
    const named = ['contactId', 'from', 'into'].map((name) => sql`${numberIn(events.data, name)} in (${sql.join(all, sql`, `)})`)
    await w.db
      .update(events)
      .set({
        data: sql`case when ${isContacts} then ${textReplaced(textReplaced(events.data, ['row', 'contactName'], NAMELESS), ['name'], NAMELESS)} else ${textReplaced(events.data, ['row', 'contactName'], NAMELESS)} end`,
      })
      .where(
        and(
          eq(events.workspaceId, w.workspaceId),
          gt(events.seq, after),
          lte(events.seq, after + STEP),
          or(inArray(events.conversationId, theirs), and(isContacts, or(...named))),
        ),
      )
    return after + STEP
  },
)

/** Their pictures. Returns where the bytes lie, to be deleted after. */
export const dropPictures = command({ permission: 'jobs:manage', input: z.object({ contactId: rowId }) }, async (w, { contactId }): Promise<string[]> => {
  const all = [contactId, ...(await sidesOf(w.db, contactId))]
  const had = await w.db
    .select({ key: contacts.pictureKey })
    .from(contacts)
    .where(and(inArray(contacts.id, all), isNotNull(contacts.pictureKey)))
  await w.db.update(contacts).set({ pictureKey: null }).where(inArray(contacts.id, all))
  return had.flatMap((c) => c.key ?? [])
})
