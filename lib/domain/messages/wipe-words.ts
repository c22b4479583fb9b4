/** What was taken back is taken back everywhere: the log keeps that it was there, and none of its words. Not a verb. */
import { and, asc, eq, gte } from 'drizzle-orm'
import { events } from '@/db/schema/events'
import type { Work } from '../command'
import type { StoredData } from '../events'
import { snippetFor } from './snippet'
import type { StoredMessage } from './view'

/** Events of the conversation that are looked through: more than any message sees in the time it can be taken back. */
const EVENTS_MAX = 2_000

/** `m`: as it stood before, its conversation held by the caller. A list that shows the same words of another message loses them in old events, where nobody looks. */
export async function wipeWords(w: Work, m: StoredMessage): Promise<void> {
  const here = and(eq(events.workspaceId, w.workspaceId), eq(events.conversationId, m.conversationId))
  const [first] = await w.db
    .select({ seq: events.seq })
    .from(events)
    .where(and(here, eq(events.messageId, m.id)))
    .orderBy(asc(events.seq))
    .limit(1)
  if (!first) return
  const since = await w.db
    .select({ seq: events.seq, messageId: events.messageId, data: events.data })
    .from(events)
    .where(and(here, gte(events.seq, first.seq)))
    .orderBy(asc(events.seq))
    .limit(EVENTS_MAX)
  // Each of its versions may stand in the rows of the list.
  const snippets = new Set([snippetFor(m)])
  for (const e of since) {
    const data: StoredData = e.data
    const said = e.messageId === m.id && isMessage(data.message) ? data.message : null
    if (said) snippets.add(snippetFor(said))
    const row = data.row && data.row.snippet !== '' && snippets.has(data.row.snippet) ? data.row : null
    if (!said && !row) continue
    const wordless = {
      ...data,
      ...(said ? { message: { ...said, body: '', attachments: [], replyTo: undefined, mail: undefined, acts: undefined, shown: undefined } } : {}),
      ...(row ? { row: { ...row, snippet: '' } } : {}),
    }
    await w.db
      .update(events)
      .set({ data: wordless })
      .where(and(eq(events.workspaceId, w.workspaceId), eq(events.seq, e.seq)))
  }
}

const isMessage = (m: unknown): m is { body: string } => typeof m === 'object' && m !== null && 'body' in m && typeof m.body === 'string'
