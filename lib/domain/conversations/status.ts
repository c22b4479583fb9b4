/** The one place where a conversation's status moves. Not a verb: close, reopen, pending, snooze and messages use it. */
import type { Status } from '@/db/schema/conversations'
import { personOf } from '../actor'
import type { Work } from '../command'
import { refuse } from '../errors'
import { append } from '../messages/append'
import type { Loaded } from './load'

/** Quiet when nothing would change. `cause`: what moved it when nobody did by hand. */
export async function changeStatus(w: Work, c: Loaded, to: Status, more: { until?: Date; through?: boolean; cause?: 'time' | 'customer' } = {}): Promise<void> {
  if (c.row.kind !== 'customer') refuse('wrong_kind')
  const from = c.row.status
  if (from === to && c.row.snoozedUntil?.getTime() === more.until?.getTime()) return
  const until = more.until?.getTime()
  await append(
    w,
    c,
    { kind: 'system', body: '', userId: personOf(w.actor), meta: { system: { event: 'status', from, to, until, cause: more.cause } } },
    {
      status: to,
      snoozedUntil: more.until ?? null,
      snoozeThrough: more.through ?? false,
      closedAt: to === 'closed' ? w.at : null,
      closedBy: to === 'closed' ? personOf(w.actor) : null,
    },
  )
  w.record('conversation.status_changed', { from, to, until, cause: more.cause }, { conversation: c })
}
