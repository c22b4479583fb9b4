/** How a verb writes what it decided: two helpers that keep the loaded conversation and the database the same. */
import { and, eq, or, sql } from 'drizzle-orm'
import { bind, prepared, slots } from '@/db/prepared'
import { conversations, participants } from '@/db/schema/conversations'
import type { Work } from '../command'
import type { Person } from '../events'
import type { Loaded } from './load'
import type { Stored } from './row'

/** Writes fields of a loaded (so locked) conversation, raises its version and says when. */
export async function store(w: Work, c: Loaded, fields: Partial<Omit<Stored, 'id' | 'version' | 'updatedAt'>>): Promise<void> {
  const version = c.row.version + 1
  const names = [...(Object.keys(fields) as (keyof typeof fields)[]), 'version' as const, 'updatedAt' as const].sort()
  await prepared(w.db, `store:${names.join()}`, (db, name) =>
    db
      .update(conversations)
      .set(slots(names))
      .where(eq(conversations.id, sql.placeholder('rowId')))
      .prepare(name),
  ).execute({ ...bind(conversations, names, { ...fields, version, updatedAt: w.at }), rowId: c.row.id })
  Object.assign(c.row, fields, { version, updatedAt: w.at })
}

/**
 * Writes one user's part in a loaded conversation; makes it when it is their first. `marked`: they say that it is unread,
 * which counts also where they take no part. Returns what it was before.
 */
export async function storePersonal(w: Work, c: Loaded, userId: number, fields: Partial<Omit<Person, 'userId'>>, { marked = false } = {}): Promise<Person> {
  const old = c.people.find((p) => p.userId === userId)
  const was: Person = old ? { ...old } : { userId, member: false, lastReadIndex: -1, archived: false, mutedUntil: null }
  const now: Person = { ...was, ...fields }
  const mutedUntil = now.mutedUntil === null ? null : new Date(now.mutedUntil)
  const isNew = c.row.lastContentIndex > now.lastReadIndex
  const unread = isNew && (now.member || marked)
  // Who takes no part is told of what they marked until they read it, or leave it as a member.
  const keeps = isNew && !now.member && !marked && !was.member
  await prepared(w.db, `personal:${keeps}`, (db, name) =>
    db
      .insert(participants)
      .values(slots(PERSONAL))
      .onConflictDoUpdate({
        target: [participants.conversationId, participants.userId],
        set: {
          member: sql`excluded.member`,
          lastReadIndex: sql`excluded.last_read_index`,
          archived: sql`excluded.archived`,
          mutedUntil: sql`excluded.muted_until`,
          ...(keeps ? {} : { unread: sql`excluded.unread` }),
          activityAt: sql`excluded.activity_at`,
        },
      })
      .prepare(name),
  ).execute(bind(participants, PERSONAL, { ...now, conversationId: c.row.id, mutedUntil, unread, activityAt: c.row.lastActivityAt }))
  if (old) Object.assign(old, now)
  else c.people.push(now)
  return was
}

const PERSONAL = ['conversationId', 'userId', 'member', 'lastReadIndex', 'archived', 'mutedUntil', 'unread', 'activityAt'] as const

/** Something new came: it is back in the lists of those who had archived it, and new to all who take part. */
export async function stirPeople(w: Work, c: Loaded): Promise<void> {
  if (!c.people.some((p) => p.archived || p.member)) return
  await prepared(w.db, 'people:stir', (db, name) =>
    db
      .update(participants)
      .set({ archived: false, unread: sql`(${participants.unread} or ${participants.member})`, activityAt: sql`${sql.placeholder('at')}` })
      .where(and(eq(participants.conversationId, sql.placeholder('id')), or(eq(participants.member, true), eq(participants.archived, true))))
      .prepare(name),
  ).execute({ id: c.row.id, at: participants.activityAt.mapToDriverValue(c.row.lastActivityAt) })
  for (const p of c.people) p.archived = false
}

/** The sorted people of a conversation with one more among them; null when they were there already. */
export const withMember = (c: Loaded, userId: number): number[] | null => (c.row.members.includes(userId) ? null : [...c.row.members, userId].sort((a, b) => a - b))
