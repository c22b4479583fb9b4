/** The names by which mails speak of each other, on one channel. Not a verb. */
import { and, eq, inArray, isNotNull } from 'drizzle-orm'
import { messageRefs } from '@/db/schema/mail'
import type { Work } from '../command'

/** Refs longer than this are nobody's. */
export const REF_MAX = 400

type Known = { ref: string; conversationId: number; messageId: number | null }

/** Takes a fingerprint for this change; false when somebody has it already. Two at once: one waits for the other. */
export async function claimFingerprint(w: Work, channelId: number, fingerprint: string): Promise<boolean> {
  const made = await w.db
    .insert(messageRefs)
    .values({ channelId, ref: `#${fingerprint}`, createdAt: w.at })
    .onConflictDoNothing()
    .returning({ id: messageRefs.id })
  return made.length > 0
}

/** Writes names down, in lower case: some programs answer in another. A name that is taken stays with whoever had it first. */
export async function addRefs(
  w: Work,
  at: { channelId: number; conversationId: number; messageId: number },
  refs: readonly (string | null | undefined)[],
): Promise<void> {
  const names = [...new Set(refs.flatMap((r) => (r && r.length <= REF_MAX ? [r.toLowerCase()] : [])))]
  if (names.length > 0)
    await w.db
      .insert(messageRefs)
      .values(names.map((ref) => ({ ...at, ref, createdAt: w.at })))
      .onConflictDoNothing()
}

/** Those that are known here, in the order asked for. */
export async function findRefs(w: Work, channelId: number, refs: readonly string[]): Promise<Known[]> {
  // Those that were written down before stand as they were written.
  const asked = [...new Set(refs.slice(0, 200).flatMap((r) => [r, r.toLowerCase()]))].filter((r) => r.length <= REF_MAX)
  if (asked.length === 0) return []
  const found = await w.db
    .select({ ref: messageRefs.ref, conversationId: messageRefs.conversationId, messageId: messageRefs.messageId })
    .from(messageRefs)
    .where(and(eq(messageRefs.channelId, channelId), inArray(messageRefs.ref, asked), isNotNull(messageRefs.conversationId)))
  return found
    .flatMap((f) => (f.conversationId === null ? [] : [{ ...f, conversationId: f.conversationId }]))
    .toSorted((a, b) => asked.indexOf(a.ref) - asked.indexOf(b.ref))
}
