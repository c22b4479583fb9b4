import { and, asc, eq, isNull, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { contains, containsPattern } from '@/db/dialects'
import { contacts } from '@/db/schema/contacts'
import { decodeCursor, encodeCursor } from '../cursor'
import { query } from '../query'
import { cleanLine } from '../text'
import { type ContactView, contactView } from './view'

export type ContactPage = { contacts: ContactView[]; next: string | null }

const marker = z.tuple([z.string(), z.number().int()])

/** The workspace's contacts by name; `text` is looked for in name, email and phone. Throws `bad_cursor`. */
export const listContacts = query(
  {
    permission: 'contacts:read',
    input: z.object({ text: z.string().max(200).default(''), limit: z.number().int().min(1).max(100).default(30), cursor: z.string().max(2000).optional() }),
  },
  async ({ db, actor }, input): Promise<ContactPage> => {
    const from = input.cursor === undefined ? null : decodeCursor(input.cursor, marker)
    const text = cleanLine(input.text)
    const pattern = containsPattern(text)
    const found = await db
      .select()
      .from(contacts)
      .where(
        and(
          eq(contacts.workspaceId, actor.workspaceId),
          isNull(contacts.removedAt),
          text ? or(contains(contacts.name, pattern), contains(contacts.email, pattern), contains(contacts.phone, pattern)) : undefined,
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
