/** What time has made useless. Each takes a bounded bite and says how much it took, so that the sweep goes on until nothing is left. */
import { and, asc, eq, inArray, isNotNull, isNull, lt, ne, notInArray, or, sql } from 'drizzle-orm'
import { z } from 'zod'
import { conversations, drafts } from '@/db/schema/conversations'
import { jobs } from '@/db/schema/events'
import { inboundEvents } from '@/db/schema/inbound'
import { attachments } from '@/db/schema/messages'
import { invitations, passwordResets, sessions, users } from '@/db/schema/users'
import { firstAnswers, tokens, webhookDeliveries, webhooks } from '@/db/schema/programs'
import { limits } from '@/db/schema/workspaces'
import { command } from '../command'

const BITE = 200
const DRAFTS_MAX = 1_000
/** Most events a day that lose what they carried; the rest the day after. */
const EVENTS_BITE = 50_000
const day = 24 * 60 * 60_000

/** Uploads that no message and no draft took within a day go. Returns where their bytes lie, to be deleted after. */
export const takeLooseUploads = command({ permission: 'jobs:manage', input: z.object({}) }, async (w): Promise<string[]> => {
  const wanted = await w.db
    .select({ ids: drafts.attachmentIds })
    .from(drafts)
    .innerJoin(conversations, eq(conversations.id, drafts.conversationId))
    .where(and(eq(conversations.workspaceId, w.workspaceId), sql`${drafts.attachmentIds} <> '[]'`))
    .limit(DRAFTS_MAX)
  // More than we can leave out in one statement: better to keep too much than to take somebody's file.
  if (wanted.length === DRAFTS_MAX) return []
  const drafted = wanted.flatMap((d) => d.ids)
  const loose = await w.db
    .select({ id: attachments.id })
    .from(attachments)
    .where(
      and(
        eq(attachments.workspaceId, w.workspaceId),
        isNull(attachments.messageId),
        lt(attachments.createdAt, new Date(w.at.getTime() - day)),
        drafted.length > 0 ? notInArray(attachments.id, drafted) : undefined,
      ),
    )
    .orderBy(asc(attachments.createdAt))
    .limit(BITE)
  if (loose.length === 0) return []
  // Asked again: a message may have taken one meanwhile.
  const gone = await w.db
    .delete(attachments)
    .where(
      and(
        inArray(
          attachments.id,
          loose.map((a) => a.id),
        ),
        isNull(attachments.messageId),
      ),
    )
    .returning({ blobKey: attachments.blobKey, thumbKey: attachments.thumbKey })
  const keys = gone.flatMap((a) => [a.blobKey, ...(a.thumbKey ? [a.thumbKey] : [])])
  if (keys.length === 0) return []
  // A merged conversation's files share their bytes with the first one's.
  const shared = await w.db
    .select({ blobKey: attachments.blobKey, thumbKey: attachments.thumbKey })
    .from(attachments)
    .where(or(inArray(attachments.blobKey, keys), inArray(attachments.thumbKey, keys)))
  const kept = new Set(shared.flatMap((a) => [a.blobKey, a.thumbKey]))
  return keys.filter((k) => !kept.has(k))
})

/** Mails that could not be taken in, and that nobody had tried again for a month, lose what they held. Returns where their bytes lie, to be deleted after. */
export const takeFailedMails = command({ permission: 'jobs:manage', input: z.object({}) }, async (w): Promise<string[]> => {
  const { id, event, raw } = inboundEvents
  const old = await w.db
    .select({ id, event, raw })
    .from(inboundEvents)
    .where(
      and(
        eq(inboundEvents.workspaceId, w.workspaceId),
        eq(inboundEvents.state, 'failed'),
        eq(inboundEvents.type, 'mail'),
        lt(inboundEvents.createdAt, new Date(w.at.getTime() - 30 * day)),
        or(isNotNull(raw), isNotNull(event)),
      ),
    )
    .orderBy(asc(inboundEvents.createdAt))
    .limit(BITE)
  if (old.length === 0) return []
  await w.db
    .update(inboundEvents)
    .set({ raw: null, event: null, error: null })
    .where(
      inArray(
        id,
        old.map((e) => e.id),
      ),
    )
  // One that nothing understood has only its raw form; one that was fetched from elsewhere has no bytes here.
  return old.map((e) => heldMail.safeParse(e.event).data?.blob ?? e.raw ?? '')
})
const heldMail = z.object({ blob: z.string() })

/** Invitations and emptied drafts over for a month, sessions that no browser came back to for 31 days, reset links that are over, limits whose window is past, jobs dead for three, answers kept for repeats a day, webhooks told a month ago. */
export const forgetOld = command({ permission: 'jobs:manage', input: z.object({}) }, async (w): Promise<void> => {
  const ago = (days: number) => new Date(w.at.getTime() - days * day)
  await w.db
    .delete(invitations)
    .where(
      and(eq(invitations.workspaceId, w.workspaceId), or(lt(invitations.expiresAt, ago(30)), lt(invitations.acceptedAt, ago(30)), lt(invitations.revokedAt, ago(30)))),
    )
  // Nobody looks at what came a month ago. Its key stays for a year: who has an old call with its signature cannot have it acted on again.
  const over = and(eq(inboundEvents.workspaceId, w.workspaceId), inArray(inboundEvents.state, ['done', 'failed']))
  const whole = w.db
    .select({ id: inboundEvents.id })
    .from(inboundEvents)
    .where(and(over, lt(inboundEvents.createdAt, ago(30)), or(isNotNull(inboundEvents.raw), isNotNull(inboundEvents.event))))
    .limit(EVENTS_BITE)
  await w.db.update(inboundEvents).set({ raw: null, event: null, error: null }).where(inArray(inboundEvents.id, whole))
  await w.db.delete(inboundEvents).where(and(over, lt(inboundEvents.createdAt, ago(365))))
  // Long enough that no device still means to save what was sent or discarded then.
  const ours = w.db.select({ id: conversations.id }).from(conversations).where(eq(conversations.workspaceId, w.workspaceId))
  const isEmptied = and(eq(drafts.body, ''), eq(drafts.attachmentIds, []), isNull(drafts.more))
  await w.db.delete(drafts).where(and(inArray(drafts.conversationId, ours), isEmptied, lt(drafts.updatedAt, ago(30))))
  const people = w.db.select({ id: users.id }).from(users).where(eq(users.workspaceId, w.workspaceId))
  await w.db.delete(sessions).where(and(inArray(sessions.userId, people), lt(sessions.lastSeenAt, ago(31))))
  await w.db.delete(passwordResets).where(and(inArray(passwordResets.userId, people), lt(passwordResets.expiresAt, w.at)))
  await w.db.delete(limits).where(lt(limits.until, w.at))
  await w.db.delete(jobs).where(and(eq(jobs.workspaceId, w.workspaceId), eq(jobs.state, 'dead'), lt(jobs.createdAt, ago(90))))
  const ourTokens = w.db.select({ id: tokens.id }).from(tokens).where(eq(tokens.workspaceId, w.workspaceId))
  await w.db.delete(firstAnswers).where(and(inArray(firstAnswers.tokenId, ourTokens), lt(firstAnswers.createdAt, ago(1))))
  const ourHooks = w.db.select({ id: webhooks.id }).from(webhooks).where(eq(webhooks.workspaceId, w.workspaceId))
  const told = ne(webhookDeliveries.state, 'waiting')
  await w.db.delete(webhookDeliveries).where(and(inArray(webhookDeliveries.webhookId, ourHooks), told, lt(webhookDeliveries.createdAt, ago(30))))
})
