import { and, asc, eq, inArray, isNull, sql } from 'drizzle-orm'
import { z } from 'zod'
import { contacts } from '@/db/schema/contacts'
import { contactsFinding } from '@/db/search/contacts'
import { decodeCursor, encodeCursor } from '../cursor'
import { query } from '../query'
import { cleanLine } from '../text'
import { type ContactView, contactView } from './view'

export type ContactPage = { contacts: ContactView[]; next: string | null }

const marker = z.tuple([z.string(), z.number().int()])

/** The workspace's contacts by name; each word of `text` begins one of their name, email, phone or company. Throws `bad_cursor`. */
export const listContacts = query(
  {
    permission: 'contacts:read',
    input: z.object({ text: z.string().max(200).default(''), limit: z.number().int().min(1).max(100).default(30), cursor: z.string().max(2000).optional() }),
  },
  async ({ db, actor }, input): Promise<ContactPage> => {
    const from = input.cursor === undefined ? null : decodeCursor(input.cursor, marker)
    const text = cleanLine(input.text)
    const finding = text ? contactsFinding(actor.workspaceId, text) : null
    if (text && !finding) return { contacts: [], next: null }
    const found = await db
      .select()
      .from(contacts)
      .where(
        and(
          // The plus lets the few that a text finds lead, not all of the workspace by name.
          finding ? sql`+${contacts.workspaceId} = ${actor.workspaceId}` : eq(contacts.workspaceId, actor.workspaceId),
          isNull(contacts.removedAt),
          isNull(contacts.mergedInto),
          finding ? inArray(contacts.id, finding) : undefined,
          from ? sql`(${contacts.name}, ${contacts.id}) > (${from[0]}, ${from[1]})` : undefined,
        ),
      )
      .orderBy(asc(contacts.name), asc(contacts.id))
      .limit(input.limit + 1)
    const shown = found.slice(0, input.limit)
    const last = shown.at(-1)
    return { contacts: shown.map(contactView), next: last && found.length > input.limit ? encodeCursor([last.name, last.id]) : null }
  },
)
