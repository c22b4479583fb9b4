import { and, eq } from 'drizzle-orm'
import { z } from 'zod'
import { teams } from '@/db/schema/workspaces'
import { personOf } from '../actor'
import { command } from '../command'
import { refuse } from '../errors'
import { append } from '../messages/append'
import { rowId } from '../text'
import { loadForChange } from './load'
import { rowForActor } from './present'

/** Gives the conversation to a team, or to none (null). The assignee stays. */
export const setTeam = command({ permission: 'conversations:update', input: z.object({ conversationId: rowId, teamId: rowId.nullable() }) }, async (w, input) => {
  const c = await loadForChange(w, input.conversationId)
  if (c.row.kind !== 'customer') refuse('wrong_kind')
  const from = c.row.teamId
  const to = input.teamId
  if (from === to) return rowForActor(w.actor, c)
  if (to !== null) {
    const [team] = await w.db
      .select({ id: teams.id })
      .from(teams)
      .where(and(eq(teams.id, to), eq(teams.workspaceId, w.workspaceId)))
    if (!team) refuse('not_found', { what: 'team' })
  }
  await append(w, c, { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'team', from, to } } }, { teamId: to })
  w.record('conversation.team_set', { from, to }, { conversation: c })
  return rowForActor(w.actor, c)
})
